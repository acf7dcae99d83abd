import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { READING_STEP } from '@wattline/features';
import pl, { type DataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import type { Bucket } from '../../plan.ts';
import { epochMs, wholeMs } from '../times/local-time.ts';
import { withOwnSteps } from './own-steps.ts';
import { writeReadings } from './readings-file.ts';
import { joinedSteps, type SeriesSteps, seriesSteps } from './series-steps.ts';

/** How readings come where not all of a file's come alike. */
export interface OwnSteps {
  readonly buckets: readonly Bucket[];
  readonly readings: readonly { readonly bucket: number; readonly path: string; readonly rows: number }[];
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
  readonly readings: OwnSteps['readings'];
  readonly buckets: readonly Bucket[];
  readonly entity: string;
  readonly candidates: readonly number[];
  readonly usual: number;
  readonly folder: string;
  /** Whether readings without steps stay beside those with. */
  readonly keepsPlain: boolean;
}): Promise<OwnSteps | undefined> => {
  const { entity, candidates, usual, folder } = file;
  const readings: OwnSteps['readings'][number][] = [];
  const steps = new Map<number, NonNullable<Bucket['step']>>();
  const ways: SeriesSteps[] = [];
  let expected = 0;
  for (const { bucket, path, rows } of file.readings) {
    const plain = pl.scanParquet(path, { glob: false, hivePartitioning: false });
    const own = await withOwnSteps(plain, { series: entity, candidates, towards: 'next' });
    const stepped = own.withColumn(pl.col(READING_STEP).fillNull(wholeMs(usual)));
    ways.push(...(await seriesSteps(stepped, entity)));
    expected += await expectedIn(stepped, entity);
    const only = onlyStep(stepped);
    if (only !== undefined) {
      if (only !== usual) steps.set(bucket, only);
      readings.push({ bucket, path, rows });
      continue;
    }
    const rewritten = join(folder, `readings-${bucket}-steps.parquet`);
    await writeReadings(stepped, rewritten);
    if (!file.keepsPlain) await rm(path);
    steps.set(bucket, 'each');
    readings.push({ bucket, path: rewritten, rows });
  }
  const joined = joinedSteps(ways);
  const isUsual = joined.every(({ steps: held }) => held.every(({ ms }) => ms === usual));
  if (isUsual) return undefined;
  const buckets = file.buckets.map((bucket) => {
    const step = steps.get(bucket.bucket);
    return step === undefined ? bucket : { ...bucket, step };
  });
  return { buckets, readings, ways: joined, expected };
};
