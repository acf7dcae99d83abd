import { join } from 'node:path';
import pl, { type DataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import type { Plan } from '../plan.ts';
import { query, quoted } from '../polars/sql.ts';
import { aggregateFiles } from './aggregate-files.ts';
import { withAmounts } from './amounts.ts';
import { bucketOf } from './bucket-span.ts';
import { withOwnExpected } from './expected-readings.ts';
import { writeKept } from './feature-file.ts';
import { featureRows, gridOf } from './feature-rows.ts';
import { epochMs } from './local-time.ts';
import { maxLookbackIntervals } from './lookback.ts';
import { periodBatches } from './period-batches.ts';
import { type Period, splitPeriods } from './periods.ts';
import { readingStepOf } from './reading-step.ts';
import { scanFile } from './scan-file.ts';
import { withHistory } from './with-history.ts';

/** One file of feature rows: an entity bucket in a period. */
export interface BucketPartition {
  readonly bucket: number;
  readonly period: string;
  readonly path: string;
  readonly rows: number;
  /** First and last `event_timestamp`, UTC. */
  readonly from: string;
  readonly to: string;
}

const instant = (ms: unknown): string => new Date(Number(ms)).toISOString();

const write = async (frame: DataFrame, path: string) => {
  const time = pl.col(EVENT_TIMESTAMP).cast(pl.Int64).cast(pl.Float64);
  const [from, to] = frame.select(time.min().alias('from'), time.max().alias('to')).row(0);
  await writeKept(frame.lazy(), path);
  return { rows: frame.height, from: instant(from), to: instant(to) };
};

/** Readings of an interval that the grid lacks would be lost silently. */
const expectInCalendar = async (intervals: DataFrame, calendar: DataFrame): Promise<void> => {
  const known = calendar.lazy().select(EVENT_TIMESTAMP);
  const lost = await intervals.lazy().join(known, { on: EVENT_TIMESTAMP, how: 'anti' }).collect();
  if (lost.height > 0) {
    throw new Error(`${lost.height} aggregated intervals are not in the calendar of their bucket`);
  }
};

/** Rows of which the features are in memory at once. */
const gridRowsAtOnce = 500_000;

/**
 * Writes a bucket's feature rows into `folder`: one Parquet file for each period, sorted by (entity,
 * `event_timestamp`), its columns those of `featureColumns`. Periods without rows have no file.
 */
export const aggregateBucket = async (options: {
  readonly plan: Plan;
  readonly bucket: number;
  /** A Parquet file sorted by (entity, `event_timestamp`). */
  readonly readings: string;
  /** What `transformBucket` made of it. */
  readonly rows: string;
  readonly calendar: string;
  readonly folder: string;
  /** For tests. */
  readonly rowsAtOnce?: number;
}): Promise<{ partitions: BucketPartition[]; counts: { intervals: number; rows: number } }> => {
  const { bucket, folder, rowsAtOnce = gridRowsAtOnce } = options;
  const { spec } = options.plan;
  const features = featureRows(spec);
  const calendar = await scanFile(options.calendar).collect();
  const { step } = bucketOf(options.plan, bucket);
  const intervals = await withAmounts(spec, await aggregateFiles(spec, options), {
    readings: scanFile(options.readings),
    calendar,
    step: readingStepOf(spec, { step }),
  });
  await expectInCalendar(intervals, calendar);
  const complete = gridOf(spec)(intervals.lazy(), calendar.lazy());
  const hasOwnSteps = step === 'each' && spec.coverage;
  const expecting = hasOwnSteps
    ? await withOwnExpected(spec, scanFile(options.readings), calendar.lazy())(complete)
    : complete;
  const grid = await expecting.collect();
  const starts = calendar.select(epochMs(pl.col(EVENT_TIMESTAMP)).cast(pl.Float64)).rows();
  const during = (rows: DataFrame, { first, last }: Pick<Period, 'first' | 'last'>) => {
    const [from, to] = [first, last].map((index) => Number(starts[index]?.[0]));
    const time = `CAST(${quoted(EVENT_TIMESTAMP)} AS BIGINT)`;
    return query(rows.lazy(), `SELECT * FROM frame WHERE ${time} BETWEEN ${from} AND ${to}`).collect();
  };
  const history = maxLookbackIntervals(spec);
  const batches = periodBatches(splitPeriods(spec)(calendar), grid.height / calendar.height, rowsAtOnce);
  const partitions: BucketPartition[] = [];
  for (const batch of batches) {
    const [first, last] = [batch[0]?.first ?? 0, batch.at(-1)?.last ?? 0];
    const slice =
      batches.length === 1 ? grid : await withHistory(grid.lazy(), first, last, history).collect();
    const rows = await features(slice);
    for (const { period, ...range } of batch) {
      const all = batch.length === 1 && batches.length === 1;
      const frame = all ? rows : await during(rows, range);
      if (frame.height === 0) continue;
      const path = join(folder, `features-${period}.parquet`);
      partitions.push({ bucket, period, path, ...(await write(frame, path)) });
    }
  }
  const rows = partitions.reduce((sum, partition) => sum + partition.rows, 0);
  return { partitions, counts: { intervals: intervals.height, rows } };
};
