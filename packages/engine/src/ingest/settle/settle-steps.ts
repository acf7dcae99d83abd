import { rm } from 'node:fs/promises';
import { READING_STEP } from '@wattline/features';
import pl, { type DataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { bucketPaths } from '../../periods/bucket-paths.ts';
import type { periodsOfSpans } from '../../periods/periods-of-spans.ts';
import type { BucketFile, ReadingsFile } from '../../periods/readings-file.ts';
import { scanReadings } from '../../periods/scan-readings.ts';
import type { Bucket } from '../../plan.ts';
import { epochMs, wholeMs } from '../times/local-time.ts';
import { withOwnSteps } from './own-steps.ts';
import { joinedSteps, type SeriesSteps, seriesSteps } from './series-steps.ts';
import { writeReadings } from './write-readings.ts';

/** How readings come where not all of a file's come alike. */
export interface OwnSteps {
  readonly buckets: readonly Bucket[];
  readonly readings: readonly ReadingsFile[];
  readonly whole: readonly BucketFile[];
  readonly ways: readonly SeriesSteps[];
  /** How many readings there would be from the first to the last of each series. */
  readonly expected: number;
}

/** The one step of a bucket's readings; undefined where they have several. */
const onlyStep = (rows: DataFrame): number | undefined => {
  const [own, ...others] = rows.getColumn(READING_STEP).unique().toArray();
  return others.length === 0 ? Number(own) : undefined;
};

const expectedIn = async (rows: DataFrame, entity: string): Promise<number> => {
  const [name, at] = [pl.col(entity), epochMs(pl.col(EVENT_TIMESTAMP))];
  const step = pl.col(READING_STEP).cast(pl.Float64);
  const due = pl
    .when(name.eq(name.shift(-1)))
    .then(at.shift(-1).sub(at).div(step))
    .otherwise(pl.lit(1));
  return Number((await rows.lazy().select(due.sum().alias('due')).collect()).row(0)[0]);
};

/**
 * Finds out by which steps the readings of each series come, and gives those of a bucket with several a column
 * `reading_step_ms`. Undefined where all of the file's come by the usual one.
 *
 * @param candidates times between readings that the file has for a while, ms
 * @param usual the file's usual time between readings, ms
 */
export const settleSteps = async (file: {
  /** In the order of buckets and periods. */
  readonly readings: OwnSteps['readings'];
  readonly whole: OwnSteps['whole'];
  readonly periodsOf: ReturnType<typeof periodsOfSpans>;
  readonly buckets: readonly Bucket[];
  readonly entity: string;
  readonly candidates: readonly number[];
  readonly usual: number;
  readonly folder: string;
  /** Whether readings without steps stay beside those with. */
  readonly keepsPlain: boolean;
}): Promise<OwnSteps | undefined> => {
  const { entity, candidates, usual, folder } = file;
  const readings: ReadingsFile[] = [];
  const whole: BucketFile[] = [];
  const steps = new Map<number, NonNullable<Bucket['step']>>();
  const ways: SeriesSteps[] = [];
  let expected = 0;
  for (const { bucket, from, to } of file.buckets) {
    const own = file.readings.filter((some) => some.bucket === bucket);
    const all = file.whole.filter((some) => some.bucket === bucket);
    const paths = bucketPaths(own, all).get(bucket) ?? [];
    const rows = await withOwnSteps(scanReadings(paths, entity), {
      series: entity,
      candidates,
      towards: 'next',
    });
    const stepped = rows.withColumn(pl.col(READING_STEP).fillNull(wholeMs(usual)));
    ways.push(...(await seriesSteps(stepped, entity)));
    expected += await expectedIn(stepped, entity);
    const only = onlyStep(stepped);
    if (only !== undefined) {
      if (only !== usual) steps.set(bucket, only);
      readings.push(...own);
      whole.push(...all);
      continue;
    }
    const periods = file.periodsOf({ from: Date.parse(from), to: Date.parse(to) });
    const written = await writeReadings(stepped, { bucket, periods, folder, name: 'stepped' });
    readings.push(...written.files);
    whole.push(...written.whole);
    const plain = file.keepsPlain ? all : [...own, ...all];
    await Promise.all(plain.map(({ path }) => rm(path)));
    steps.set(bucket, 'each');
  }
  const joined = joinedSteps(ways);
  const isUsual = joined.every(({ steps: held }) => held.every(({ ms }) => ms === usual));
  if (isUsual) return undefined;
  const buckets = file.buckets.map((bucket) => {
    const step = steps.get(bucket.bucket);
    return step === undefined ? bucket : { ...bucket, step };
  });
  return { buckets, readings, whole, ways: joined, expected };
};
