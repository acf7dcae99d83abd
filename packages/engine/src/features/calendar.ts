import {
  EXPECTED,
  familiesMadeOf,
  INTERVAL_INDEX,
  INTERVAL_LENGTH,
  INTERVAL_LOCAL,
  type Interval,
  type IntervalRuns,
  intervalAnchor,
  quoted,
  type Span,
} from '@wattline/features';
import { calendarMonths, type Spec } from '@wattline/spec';
import pl, { type DataFrame, type Expr, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { integer } from '../polars/integer.ts';
import { planFrame } from '../polars/plan-frame.ts';
import { localMonth } from './calendar-months.ts';
import { intervalRuns } from './interval-runs.ts';
import { epochMs, localMs, utcDatetime } from './local-time.ts';
import { usualStep } from './reading-step.ts';

/** One row for each interval: its start, its length, its nominal local start. */
const intervals = (spec: Spec, { interval, runs, end }: IntervalRuns): LazyDataFrame => {
  const months = calendarMonths(spec.interval);
  const starts =
    months === undefined
      ? runs.map(({ start, count }) =>
          pl.DataFrame({
            start: pl.intRange({
              start,
              end: start + count * interval,
              step: interval,
              dtype: pl.Int64,
              eager: true,
            }),
          }),
        )
      : [
          pl
            .DataFrame({ start: runs.map(({ start }) => start) }, { schema: { start: pl.Float64 } })
            .select(pl.col('start').cast(pl.Int64)),
        ];
  const start = pl.col('start');
  const local = localMs(spec.time.zone)(start);
  const size = integer(interval);
  // Counted from the anchor, and never negative, so that remainders of early times are right too.
  const past = local.sub(integer(intervalAnchor)).modulo(size).add(size).modulo(size);
  return pl
    .concat(starts)
    .lazy()
    .select(
      utcDatetime(start).alias(EVENT_TIMESTAMP),
      start.shift(-1).fillNull(integer(end)).sub(start).alias(INTERVAL_LENGTH),
      (months === undefined ? utcDatetime(local.sub(past)) : localMonth(local, months)).alias(INTERVAL_LOCAL),
      pl.intRange(integer(0), pl.len()).cast(pl.Int64).alias(INTERVAL_INDEX),
    );
};

/** Readings that an interval should have: Int64. One at least, also where clocks skip most of it. */
const expected = (step: number) => ({
  name: EXPECTED,
  sql: `CAST(GREATEST(ROUND(CAST(${quoted(INTERVAL_LENGTH)} AS DOUBLE) / ${step}.0, 0), 1.0) AS BIGINT)`,
});

const numbersOf = (frame: DataFrame, column: string): Float64Array => frame.getColumn(column).toTypedArray();

/** A calendar's intervals as families see them. */
const asSeen = (calendar: LazyDataFrame): Interval[] => {
  const ms = (column: Expr): Expr => column.cast(pl.Float64);
  const frame = calendar
    .select(
      ms(epochMs(pl.col(EVENT_TIMESTAMP))).alias('start'),
      ms(pl.col(INTERVAL_LENGTH)).alias('length'),
      ms(epochMs(pl.col(INTERVAL_LOCAL))).alias('local'),
    )
    .collectSync();
  const [lengths, locals] = [numbersOf(frame, 'length'), numbersOf(frame, 'local')];
  return Array.from(numbersOf(frame, 'start'), (start, i) => ({
    start,
    end: start + (lengths[i] ?? 0),
    local: locals[i] ?? Number.NaN,
  }));
};

/** A local time may be in the year before or after that of UTC. */
const localYears = ({ runs, end }: IntervalRuns, from: number): [number, number] => {
  const yearOf = (ms: number) => new Date(ms).getUTCFullYear();
  return [yearOf(runs[0]?.start ?? from) - 1, yearOf(end) + 1];
};

/**
 * The calendar of a span: one row for each interval, from the one that holds `from` to the one that holds `to`.
 *
 * Columns: `event_timestamp`, the spec's calendar columns under their final names, `readings_expected` where the
 * spec has a cadence (by `step`, ms, instead of it if given), and what later stages need to know of an interval (see internal-columns.ts).
 */
export const intervalCalendar = (spec: Spec, span: Span, step = usualStep(spec)): LazyDataFrame => {
  const { cadence } = spec.time;
  const runs = intervalRuns(spec, span);
  const years = localYears(runs, span.from);
  const bare = intervals(spec, runs);
  let seen: Interval[] | undefined;
  const held = (): Interval[] => {
    seen ??= asSeen(bare);
    return seen;
  };
  const whole = planFrame(bare).with(cadence === undefined ? [] : [expected(step)]);
  return familiesMadeOf('calendar', spec).reduce(
    (frame, family) => family.apply({ localYears: years, intervals: held })(frame),
    whole,
  ).plan;
};
