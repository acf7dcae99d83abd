import { durationMs, type Spec } from '@wattline/spec';
import pl, { type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { calendarFields, type NumberField } from './calendar-fields.ts';
import { EXPECTED } from './coverage.ts';
import { cyclical } from './cyclical.ts';
import { holidays } from './holidays.ts';
import { integer } from './integer.ts';
import { INTERVAL_INDEX, INTERVAL_LENGTH, INTERVAL_LOCAL } from './internal-columns.ts';
import { anchor, type IntervalRuns, intervalRuns, type Span } from './interval-runs.ts';
import { localMs, utcDatetime } from './local-time.ts';
import { namingOf } from './naming.ts';
import { season } from './season.ts';
import { quoted, withSqlColumns } from './sql-columns.ts';
import { timeOfDay } from './time-of-day.ts';

const dateFields: ReadonlySet<string> = new Set(['Year', 'Month', 'Day', 'Hour']);

const isNumber = (field: string): field is NumberField =>
  field !== 'TimeOfDay' && field !== 'Season' && field !== 'IsHoliday';

/** One row for each interval: its start, its length, its nominal local start. */
const intervals = (zone: string, { interval, runs, end }: IntervalRuns): LazyDataFrame => {
  const starts = runs.map(({ start, count }) =>
    pl.DataFrame({
      start: pl.intRange({
        start,
        end: start + count * interval,
        step: interval,
        dtype: pl.Int64,
        eager: true,
      }),
    }),
  );
  const start = pl.col('start');
  const local = localMs(zone)(start);
  const size = integer(interval);
  // Counted from the anchor, and never negative, so that remainders of early times are right too.
  const past = local.sub(integer(anchor)).modulo(size).add(size).modulo(size);
  return pl
    .concat(starts)
    .lazy()
    .select(
      utcDatetime(start).alias(EVENT_TIMESTAMP),
      start.shift(-1).fillNull(integer(end)).sub(start).alias(INTERVAL_LENGTH),
      utcDatetime(local.sub(past)).alias(INTERVAL_LOCAL),
      pl.intRange(integer(0), pl.len()).cast(pl.Int64).alias(INTERVAL_INDEX),
    );
};

/** Readings that an interval should have: Int64. */
const expected =
  (cadence: string | undefined) =>
  (frame: LazyDataFrame): LazyDataFrame => {
    if (cadence === undefined) return frame;
    const share = `CAST(${quoted(INTERVAL_LENGTH)} AS DOUBLE) / ${durationMs(cadence)}.0`;
    return withSqlColumns(frame, [{ name: EXPECTED, sql: `CAST(ROUND(${share}, 0) AS BIGINT)` }]);
  };

/**
 * The calendar of a span: one row for each interval, from the one that holds `from` to the one that holds `to`.
 *
 * Columns: `event_timestamp`, the spec's calendar columns under their final names, `readings_expected` where the
 * spec has a cadence, and what later stages need to know of an interval (see internal-columns.ts).
 */
export const intervalCalendar = (spec: Spec, span: Span): LazyDataFrame => {
  const { zone, cadence } = spec.time;
  const { fields, hemisphere, holidays: where } = spec.calendar;
  const naming = namingOf(spec);
  const families: ((frame: LazyDataFrame) => LazyDataFrame)[] = [
    expected(cadence),
    calendarFields({
      fields: fields.filter(isNumber),
      name: (field) => (dateFields.has(field) ? naming.date(field) : naming.calendar(field)),
    }),
  ];
  if (fields.includes('TimeOfDay')) {
    families.push(timeOfDay({ name: (value) => naming.calendarValue('TimeOfDay', value) }));
  }
  if (fields.includes('Season')) {
    families.push(season({ hemisphere, name: (value) => naming.calendarValue('Season', value) }));
  }
  families.push(cyclical({ fields: spec.calendar.cyclical, name: naming.cyclical }));
  const runs = intervalRuns(spec, span);
  if (fields.includes('IsHoliday') && where !== undefined) {
    const yearOf = (ms: number) => new Date(ms).getUTCFullYear();
    // A local time may be in the year before or after that of UTC.
    const years = [yearOf(runs.runs[0]?.start ?? span.from) - 1, yearOf(runs.end) + 1] as const;
    families.push(holidays({ where, years, name: naming.calendar('IsHoliday') }));
  }
  return families.reduce((frame, family) => family(frame), intervals(zone, runs));
};
