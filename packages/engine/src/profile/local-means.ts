import type { Spec } from '@wattline/spec';
import { fixedOffsetMs } from '@wattline/time-zones';
import pl, { type Expr, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { clockOffsets } from '../features/clock-changes.ts';
import { query, quoted } from '../polars/sql.ts';
import type { ValueProfile } from './profile.ts';
import { ratio } from './rounded.ts';
import { seasonOf, seasons } from './season.ts';

/** The column `bin`, UTC instants, as the zone's clocks show them. */
const localTime = (zone: string): Expr => {
  const time = pl.col('bin');
  const fixed = fixedOffsetMs(zone);
  if (fixed === undefined) return time.dt.convertTimeZone(zone);
  return time.cast(pl.Int64).add(pl.lit(fixed)).cast(pl.Int64).cast(pl.Datetime('ms'));
};

const hour = 3_600_000;

/** Whether the zone's clocks are whole hours from UTC. */
const onTheHour = (zone: string, from: number, to: number): boolean =>
  clockOffsets(zone, from, to).every(({ offset }) => offset % hour === 0);

const fields = { hour: 'HOUR', weekday: 'ISODOW', month: 'MONTH' } as const;
type Field = keyof typeof fields;

/** By field, rows of (its value, the sum of each column, the count of each column). */
export type LocalSums = Readonly<Record<Field, readonly (readonly (number | null)[])[]>>;

/**
 * Sums and counts by local hour, weekday and month. Hours of UTC are summed up first, quarters of them where the
 * zone's offset has minutes: there are fewer of them to find the local time of than readings.
 */
export const localSums = (options: {
  readonly columns: readonly string[];
  readonly zone: string;
  readonly from: string;
  readonly to: string;
}) => {
  const { columns, zone } = options;
  const length = onTheHour(zone, Date.parse(options.from), Date.parse(options.to)) ? '1h' : '15m';
  const bin = pl.col(EVENT_TIMESTAMP).dt.truncate(length).alias('bin');
  const values = pl.col([...columns]);
  const first = [values.sum().suffix(' sum'), values.count().suffix(' count')];
  const local = localTime(zone).alias('local');
  const sums = columns.map((name) => `SUM(${quoted(`${name} sum`)})`);
  const counts = columns.map((name) => `CAST(SUM(${quoted(`${name} count`)}) AS DOUBLE)`);
  const terms = [...sums, ...counts].map((term, i) => `${term} AS "${i}"`).join(', ');
  return async (frame: LazyDataFrame): Promise<LocalSums> => {
    const bins = await frame
      .groupBy([bin], true)
      .agg(...first)
      .withColumns(local)
      .collect();
    const by = async (field: Field) => {
      const key = `EXTRACT(${fields[field]} FROM "local")`;
      const sql = `SELECT CAST(${key} AS DOUBLE) AS "key", ${terms} FROM frame GROUP BY "key" ORDER BY "key"`;
      return (await query(bins.lazy(), sql).collect()).rows() as (number | null)[][];
    };
    return { hour: await by('hour'), weekday: await by('weekday'), month: await by('month') };
  };
};

interface Slot {
  sum: number;
  count: number;
}
const slots = (length: number): Slot[] => Array.from({ length }, () => ({ sum: 0, count: 0 }));
const meanOf = (some: readonly Slot[]) =>
  ratio(
    some.reduce((total, slot) => total + slot.sum, 0),
    some.reduce((total, slot) => total + slot.count, 0),
  );

export type LocalMeans = Pick<
  ValueProfile,
  'byHour' | 'byWeekday' | 'byMonth' | 'bySeason' | 'weekdayMean' | 'weekendMean'
>;

/** Adds up what `localSums` made of each bucket, in their order; one result for each column. */
export const localMeans = (
  buckets: readonly LocalSums[],
  columns: readonly string[],
  hemisphere: Spec['calendar']['hemisphere'],
): LocalMeans[] => {
  const totals = columns.map(() => ({ hour: slots(24), weekday: slots(7), month: slots(12) }));
  const add = (field: Field, rows: LocalSums[Field], base: number) => {
    for (const row of rows) {
      for (const [i, total] of totals.entries()) {
        const slot = total[field][(row[0] ?? 0) - base];
        if (slot === undefined) continue;
        slot.sum += row[1 + i] ?? 0;
        slot.count += row[1 + columns.length + i] ?? 0;
      }
    }
  };
  for (const bucket of buckets) {
    add('hour', bucket.hour, 0);
    add('weekday', bucket.weekday, 1);
    add('month', bucket.month, 1);
  }
  return totals.map(({ hour, weekday, month }) => {
    const inSeason = (name: string) => month.filter((_, i) => seasonOf(i + 1, hemisphere) === name);
    const [winter = null, spring = null, summer = null, autumn = null] = seasons.map((s) =>
      meanOf(inSeason(s)),
    );
    return {
      byHour: hour.map((slot) => meanOf([slot])),
      byWeekday: weekday.map((slot) => meanOf([slot])),
      byMonth: month.map((slot) => meanOf([slot])),
      bySeason: { Winter: winter, Spring: spring, Summer: summer, Autumn: autumn },
      weekdayMean: meanOf(weekday.slice(0, 5)),
      weekendMean: meanOf(weekday.slice(5)),
    };
  });
};
