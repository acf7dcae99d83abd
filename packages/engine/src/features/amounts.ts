import type { Span } from '@wattline/features';
import {
  type Amount,
  INTERVAL_INDEX,
  INTERVAL_LENGTH,
  INTERVAL_START,
  JITTER,
  READINGS,
  SHARE_DIGITS,
} from '@wattline/features';
import { calendarMonths, durationMs, type Spec } from '@wattline/spec';
import pl, { type DataFrame, type Expr, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { integer } from '../polars/integer.ts';
import { amountsOf } from './aggregates.ts';
import { groupIntervals } from './aggregations.ts';
import { monthsAround } from './calendar-months.ts';
import { entityColumn } from './entity-column.ts';
import { intervalStart, withIntervalStarts } from './interval-start.ts';
import { epochMs, utcDatetime } from './local-time.ts';
import { type ReadingStep, readingStep, usualStep } from './reading-step.ts';

const FROM = 'from';
const UNTIL = 'until';
const AMOUNT = 'amount';
const STEP = 'step';
const FIRST = 'first interval';
const LAST = 'last interval';
const LAST_LENGTH = 'length of the last interval';

const [from, until] = [pl.col(FROM), pl.col(UNTIL)];

/** Amounts with the time that each is of: entity, `from` and `until` (ms), `amount`, in the order of the readings. */
const spansOf = (spec: Spec, amount: Amount, step: ReadingStep, readings: LazyDataFrame): LazyDataFrame => {
  const entity = pl.col(entityColumn(spec));
  const at = epochMs(pl.col(EVENT_TIMESTAMP));
  const own = readingStep(spec, step).alias(STEP);
  const given = pl.col(amount.since ?? amount.column).isNotNull();
  const amounts = readings
    .filter(given)
    .select(entity, at.alias(FROM), own, pl.col(amount.column).alias(AMOUNT));
  const months = step === 'each' ? undefined : calendarMonths(spec.time.cadence ?? spec.interval);
  const [first, next] =
    months === undefined ? [from, from.add(pl.col(STEP))] : monthsAround(from, months, spec.time.zone);
  if (amount.since === undefined) return amounts.withColumns(first.alias(FROM), next.alias(UNTIL));
  // A register is read at an instant. Where times were taken back by their step, this is the end of it.
  const instant = spec.time.label === 'end' ? next : from;
  return amounts
    .withColumn(instant.alias(UNTIL))
    .withColumn(
      pl
        .when(entity.eq(entity.shift(1)))
        .then(until.shift(1))
        .otherwise(pl.lit(null).cast(pl.Int64))
        .alias(FROM),
    )
    .filter(from.isNotNull().and(from.lt(until)));
};

/** The span of a bucket's readings, and of what their amounts are of. */
export const spanWithAmounts = async (
  spec: Spec,
  span: Span,
  step: ReadingStep,
  readings: LazyDataFrame,
): Promise<Span> => {
  const amounts = amountsOf(spec);
  if (amounts.length === 0) return span;
  const ends = await Promise.all(
    amounts.map((amount) =>
      spansOf(spec, amount, step, readings)
        .select(from.min().cast(pl.Float64), until.max().cast(pl.Float64))
        .collect(),
    ),
  );
  const first = ends.map((frame) => Number(frame.row(0)[0] ?? span.from));
  const last = ends.map((frame) => Number(frame.row(0)[1] ?? span.to) - 1);
  return { from: Math.min(span.from, ...first), to: Math.max(span.to, ...last) };
};

/** The instants that a calendar is of. */
const spanOf = (calendar: DataFrame): Span => {
  const start = epochMs(pl.col(EVENT_TIMESTAMP)).cast(pl.Float64);
  const [first, last] = calendar.select(start.min().alias(FROM), start.max().alias(UNTIL)).row(0);
  return { from: Number(first), to: Number(last) };
};

const lesser = (a: Expr, b: Expr): Expr => pl.when(a.lt(b)).then(a).otherwise(b);
const greater = (a: Expr, b: Expr): Expr => pl.when(a.gt(b)).then(a).otherwise(b);

/**
 * An amount's column: what of it lies in each interval that it reaches. Entity, `event_timestamp`, the column, and
 * how many readings reach into the interval.
 */
const spread = (
  spec: Spec,
  amount: Amount,
  step: ReadingStep,
  readings: LazyDataFrame,
  calendar: DataFrame,
): LazyDataFrame => {
  const entity = entityColumn(spec);
  const starts = intervalStart(spec, spanOf(calendar));
  const [begin, length] = [pl.col('begin'), pl.col('length')];
  const intervals = calendar
    .lazy()
    .select(
      epochMs(pl.col(EVENT_TIMESTAMP)).alias('begin'),
      pl.col(INTERVAL_LENGTH).alias('length'),
      pl.col(INTERVAL_INDEX).alias('index'),
    );
  const indexOf = (frame: LazyDataFrame, instant: string, name: string): LazyDataFrame =>
    frame.join(intervals.select(begin.alias(instant), pl.col('index').alias(name)), {
      on: instant,
      how: 'left',
      maintainOrder: 'left',
    });
  const last = { name: LAST, ms: until.sub(integer(1)) };
  const spans = withIntervalStarts(starts, [{ name: FIRST, ms: from }, last])(
    spansOf(spec, amount, step, readings),
  ).join(intervals.select(begin.alias(LAST), length.alias(LAST_LENGTH)), {
    on: LAST,
    how: 'left',
    maintainOrder: 'left',
  });
  const over = until.sub(pl.col(LAST));
  const isJitter = pl
    .col(LAST)
    .gt(from)
    // A time that ends with an interval fills it.
    .and(over.lt(pl.col(LAST_LENGTH)))
    .and(over.cast(pl.Float64).ltEq(pl.col(STEP).cast(pl.Float64).mul(pl.lit(JITTER))));
  const settled =
    amount.since === undefined
      ? withIntervalStarts(starts, [last])(
          spans.withColumn(pl.when(isJitter).then(pl.col(LAST)).otherwise(until).alias(UNTIL)).drop([LAST]),
        )
      : spans;
  const reached = indexOf(indexOf(settled, FIRST, 'a'), LAST, 'b')
    .withColumn(pl.intRanges(pl.col('a'), pl.col('b').add(integer(1))).alias('index'))
    .explode('index')
    .join(intervals, { on: 'index', how: 'left', maintainOrder: 'left' });
  const inside = lesser(until, begin.add(length)).sub(greater(from, begin));
  const inverse = pl.lit(1).cast(pl.Float64).div(until.sub(from).cast(pl.Float64));
  const share = inside.cast(pl.Float64).mul(inverse).round(SHARE_DIGITS);
  const unsorted = reached.select(
    pl.col(entity),
    utcDatetime(begin).alias(INTERVAL_START),
    pl.col(AMOUNT).mul(share).alias(AMOUNT),
  );
  // Amounts of readings that come sooner than they are due overlap.
  const pieces =
    amount.since === undefined
      ? unsorted.sort({ by: [entity, INTERVAL_START], maintainOrder: true })
      : unsorted;
  const known = pl.col('amount_count').eq(pl.col(READINGS));
  return groupIntervals(entity, [
    { name: 'amount_sum', column: AMOUNT, aggregation: 'sum', dtype: 'Float64' },
    { name: 'amount_count', column: AMOUNT, aggregation: 'count', dtype: 'Int64' },
  ])(pieces).select(
    pl.col(entity),
    pl.col(INTERVAL_START).alias(EVENT_TIMESTAMP),
    pl.when(known).then(pl.col('amount_sum')).otherwise(pl.lit(null)).alias(amount.name),
    pl.col(READINGS),
  );
};

/** Whether readings are of several intervals each. */
const isFinerThanReadings = (spec: Spec): boolean => usualStep(spec) > durationMs(spec.interval);

const REACHING = 'readings that reach into the interval';

/**
 * Gives aggregated intervals the sums of amounts, each spread evenly over the time that it is of. Intervals that have
 * an amount and no reading come in between, in order.
 *
 * @param readings sorted by (entity, `event_timestamp`)
 */
export const withAmounts = async (
  spec: Spec,
  intervals: DataFrame,
  source: { readonly readings: LazyDataFrame; readonly calendar: DataFrame; readonly step: ReadingStep },
): Promise<DataFrame> => {
  const amounts = amountsOf(spec);
  if (amounts.length === 0) return intervals;
  const key = [entityColumn(spec), EVENT_TIMESTAMP];
  const sums = await Promise.all(
    amounts.map((amount) => spread(spec, amount, source.step, source.readings, source.calendar).collect()),
  );
  const keys = pl
    .concat([intervals, ...sums].map((frame) => frame.lazy().select(pl.col(key))))
    .unique({ subset: key, maintainOrder: true })
    .sort(key.map((name) => pl.col(name)));
  const on = { on: key, how: 'left', maintainOrder: 'left' } as const;
  const reaching = sums.map((_, index) => `${REACHING} ${index}`);
  const joined = sums.reduce<LazyDataFrame>(
    (plan, sum, index) => plan.join(sum.lazy().rename({ [READINGS]: reaching[index] ?? '' }), on),
    keys.join(intervals.lazy(), on),
  );
  // A reading of an hour is there in each of its quarters.
  const present = isFinerThanReadings(spec) ? reaching : [];
  const counted = present.reduce(
    (most, name) => greater(most, pl.col(name).fillNull(integer(0)).cast(pl.Int64)),
    pl.col(READINGS).fillNull(integer(0)).cast(pl.Int64),
  );
  return await joined.withColumn(counted.alias(READINGS)).drop(reaching).collect();
};
