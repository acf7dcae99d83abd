import { join } from 'node:path';
import { POSITION, READINGS } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import { timed } from '@wattline/steps';
import pl, { type DataFrame, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { type JoinedFile, withJoined } from '../joined/with-joined.ts';
import type { Plan } from '../plan.ts';
import { integer } from '../polars/integer.ts';
import { query, quoted } from '../polars/sql.ts';
import { aggregateFiles } from './aggregate-files.ts';
import { spanWithAmounts, withAmounts } from './amounts.ts';
import { bucketOf } from './bucket-span.ts';
import { intervalCalendar } from './calendar.ts';
import { entitiesBeyond } from './entities-beyond.ts';
import { withOwnExpected } from './expected-readings.ts';
import { writeKept } from './feature-file.ts';
import { featureRows, gridOf } from './feature-rows.ts';
import { epochMs } from './local-time.ts';
import { maxLookbackIntervals, warmupIntervals } from './lookback.ts';
import { periodBatches } from './period-batches.ts';
import { type Period, splitPeriods } from './periods.ts';
import { readingSpan } from './reading-span.ts';
import { expectedStep, type ReadingStep, readingStepOf } from './reading-step.ts';
import { scanFile } from './scan-file.ts';
import type { Stretch } from './stretch.ts';
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
  await timed('write', () => writeKept(frame.lazy(), path));
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

/** Readings around a stretch have intervals outside of it. */
const inCalendar = (intervals: DataFrame, calendar: DataFrame): Promise<DataFrame> =>
  intervals
    .lazy()
    .join(calendar.lazy().select(EVENT_TIMESTAMP), { on: EVENT_TIMESTAMP, how: 'semi' })
    .collect();

/** The intervals that a stretch's readings and their amounts reach. */
const calendarAround = async (spec: Spec, readings: LazyDataFrame, step: ReadingStep) => {
  const own = await readingSpan(readings);
  if (own === undefined) return undefined;
  const span = await spanWithAmounts(spec, own, step, readings);
  return intervalCalendar(spec, span, expectedStep(spec, step)).collect();
};

/** The rows that `warmup: drop` leaves out; undefined where they are kept. */
const warmupRows = (spec: Spec, grid: DataFrame): DataFrame | undefined => {
  if (spec.warmup !== 'drop') return undefined;
  const isEarly = pl.col(POSITION).lt(integer(warmupIntervals(spec)));
  const isRow = spec.grid === 'observed' ? isEarly.and(pl.col(READINGS).gt(integer(0))) : isEarly;
  return grid.filter(isRow).select(EVENT_TIMESTAMP);
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
  /** Of which periods alone features are to be made; with the file of the bucket's entities. */
  readonly stretch?: (Stretch & { readonly entities: string }) | undefined;
  /** Columns of other datasets that its rows may have. */
  readonly joined?: readonly JoinedFile[];
  /** For tests. */
  readonly rowsAtOnce?: number;
}): Promise<{
  partitions: BucketPartition[];
  /** `warmup`: rows that were dropped. */
  counts: { intervals: number; rows: number; warmup: number };
}> => {
  const { bucket, folder, rowsAtOnce = gridRowsAtOnce } = options;
  const { spec } = options.plan;
  const features = featureRows(spec);
  const calendar = await scanFile(options.calendar).collect();
  const { step } = bucketOf(options.plan, bucket);
  const aggregated = await timed('intervals', () => aggregateFiles(spec, options));
  const { stretch } = options;
  const inside = stretch === undefined ? aggregated : await inCalendar(aggregated, calendar);
  const readingStep = readingStepOf(spec, { step });
  const readings = scanFile(options.readings);
  const spread = await withAmounts(spec, inside, {
    readings,
    calendar: (stretch && (await calendarAround(spec, readings, readingStep))) ?? calendar,
    step: readingStep,
  });
  const intervals = stretch === undefined ? spread : await inCalendar(spread, calendar);
  await expectInCalendar(intervals, calendar);
  const beyond = stretch && entitiesBeyond(spec, stretch.entities, stretch);
  const complete = gridOf(spec)(intervals.lazy(), calendar.lazy(), beyond);
  const hasOwnSteps = step === 'each' && spec.coverage;
  const expecting = hasOwnSteps ? await withOwnExpected(spec, readings, calendar.lazy())(complete) : complete;
  const isOne = (join: string): boolean =>
    options.plan.joined?.find((one) => one.join === join)?.isOne ?? false;
  const grid = await timed('grid', async () =>
    withJoined(spec, await expecting.collect(), options.joined ?? [], isOne),
  );
  const starts = calendar.select(epochMs(pl.col(EVENT_TIMESTAMP)).cast(pl.Float64)).rows();
  const during = (rows: DataFrame, { first, last }: Pick<Period, 'first' | 'last'>) => {
    const [from, to] = [first, last].map((index) => Number(starts[index]?.[0]));
    const time = `CAST(${quoted(EVENT_TIMESTAMP)} AS BIGINT)`;
    return query(rows.lazy(), `SELECT * FROM frame WHERE ${time} BETWEEN ${from} AND ${to}`).collect();
  };
  const warmup = warmupRows(spec, grid);
  let dropped = 0;
  const history = maxLookbackIntervals(spec);
  const periods = splitPeriods(spec)(calendar).filter(
    ({ period }) => stretch === undefined || stretch.periods.includes(period),
  );
  const batches = periodBatches(periods, grid.height / calendar.height, rowsAtOnce);
  const partitions: BucketPartition[] = [];
  for (const batch of batches) {
    const [first, last] = [batch[0]?.first ?? 0, batch.at(-1)?.last ?? 0];
    const slice =
      batches.length === 1 && stretch === undefined
        ? grid
        : await withHistory(grid.lazy(), first, last, history).collect();
    const rows = await timed('features', () => features(slice));
    for (const { period, ...range } of batch) {
      const all = batch.length === 1 && batches.length === 1 && stretch === undefined;
      const frame = all ? rows : await during(rows, range);
      if (warmup !== undefined) dropped += (await during(warmup, range)).height;
      if (frame.height === 0) continue;
      const path = join(folder, `features-${period}.parquet`);
      partitions.push({ bucket, period, path, ...(await write(frame, path)) });
    }
  }
  const rows = partitions.reduce((sum, partition) => sum + partition.rows, 0);
  return { partitions, counts: { intervals: intervals.height, rows, warmup: dropped } };
};
