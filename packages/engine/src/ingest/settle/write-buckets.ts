import { join } from 'node:path';
import { durationMs, type Spec } from '@wattline/spec';
import pl, { type DataFrame } from 'nodejs-polars';
import { DEFAULT_ENTITY, EVENT_TIMESTAMP, ONLY_ENTITY } from '../../columns.ts';
import type { Bucket } from '../../plan.ts';
import { field } from '../read/fields.ts';
import type { Layout } from '../read/layout.ts';
import { epochMs, fromEpochMs, wholeMs } from '../read/local-time.ts';
import type { Quarantine } from '../read/quarantine.ts';
import { createCadence } from './cadence.ts';
import { ENTITY_NAME, settleBucket, stepsOf } from './deduplicate.ts';
import type { Entities } from './entities.ts';
import type { Spill } from './spill.ts';

export interface WrittenBuckets {
  readonly readings: { readonly bucket: number; readonly path: string; readonly rows: number }[];
  readonly buckets: Bucket[];
  readonly exactDuplicates: number;
  /** The most common time between readings. */
  readonly cadence: string | undefined;
}

interface Options {
  readonly spill: Spill;
  readonly entities: Entities;
  readonly layout: Layout;
  readonly spec: Spec;
  readonly folder: string;
  readonly quarantine: Quarantine;
  readonly signal?: AbortSignal | undefined;
}

/** Buckets on the way at one time. */
const ABREAST = 2;

const eachAbreast = async (
  buckets: readonly number[],
  work: (bucket: number) => Promise<void>,
): Promise<void> => {
  const queue = buckets.values();
  const take = async (): Promise<void> => {
    for (const bucket of queue) {
      await work(bucket);
    }
  };
  await Promise.all(Array.from({ length: ABREAST }, take));
};

const settled = ({ spill, entities, spec, layout }: Options, bucket: number) =>
  settleBucket(spill.gather(bucket), bucket, entities, spec.quarantine.conflicts, layout.timeName);

/** Where readings name the end of their interval, its length has to be known before any is written. */
const cadenceFirst = async (options: Options): Promise<string | undefined> => {
  const cadence = createCadence();
  await eachAbreast(options.spill.buckets(), async (bucket) => {
    cadence.add(await stepsOf((await settled(options, bucket)).rows));
  });
  return cadence.found();
};

const instant = (ms: unknown): string => new Date(Number(ms)).toISOString();

const summary = async (rows: DataFrame): Promise<Omit<Bucket, 'bucket'>> => {
  const time = pl.col(EVENT_TIMESTAMP).cast(pl.Int64);
  const found = await rows
    .lazy()
    .select(
      time.min().alias('from'),
      time.max().alias('to'),
      pl
        .col(rows.columns[1] ?? '')
        .nUnique()
        .alias('entities'),
    )
    .collect();
  const read = (name: string): unknown => found.getColumn(name).toArray()[0];
  return {
    rows: rows.height,
    entities: Number(read('entities')),
    from: instant(read('from')),
    to: instant(read('to')),
  };
};

/** Sorts, settles and writes every bucket: `event_timestamp`, the entity, values and categories in the spec's order. */
export const writeBuckets = async (options: Options): Promise<WrittenBuckets> => {
  const { spill, layout, spec, folder, quarantine } = options;
  const shifted = spec.time.label === 'end';
  const known = spec.time.cadence ?? (shifted ? await cadenceFirst(options) : undefined);
  const shift = shifted ? durationMs(known ?? spec.interval) : 0;
  const time = pl.col(EVENT_TIMESTAMP);
  const entityName = layout.entityName ?? DEFAULT_ENTITY;
  const named = [...layout.values, ...layout.categories];
  const newNames = Object.fromEntries(named.map(({ name, index }) => [field(index), name]));
  const finished = async (rows: DataFrame): Promise<DataFrame> => {
    const sorted = rows.lazy();
    const moved =
      shift === 0
        ? sorted
        : sorted.withColumn(fromEpochMs(epochMs(time).sub(wholeMs(shift))).alias(EVENT_TIMESTAMP));
    const owned =
      layout.entityName === undefined ? moved.withColumn(pl.lit(ONLY_ENTITY).alias(ENTITY_NAME)) : moved;
    const kept = (await owned.collect()).select(
      EVENT_TIMESTAMP,
      ENTITY_NAME,
      ...named.map(({ index }) => field(index)),
    );
    return kept.rename({ [ENTITY_NAME]: entityName, ...newNames });
  };
  const cadence = createCadence();
  const written: WrittenBuckets['readings'] = [];
  const buckets: Bucket[] = [];
  let exactDuplicates = 0;
  await eachAbreast(spill.buckets(), async (bucket) => {
    options.signal?.throwIfAborted();
    const { rows, ...repeats } = await settled(options, bucket);
    exactDuplicates += repeats.exactDuplicates;
    await quarantine.replace(repeats.replaced);
    await quarantine.refuse(repeats.refused);
    await spill.drop(bucket);
    if (rows.height === 0) {
      return;
    }
    cadence.add(await stepsOf(rows));
    const readings = await finished(rows);
    const path = join(folder, `readings-${bucket}.parquet`);
    const [facts] = await Promise.all([
      summary(readings),
      readings
        .lazy()
        .sinkParquet(path, {
          compression: 'lz4',
          statistics: false,
          rowGroupSize: 250_000,
          maintainOrder: true,
        })
        .collect(),
    ]);
    written.push({ bucket, path, rows: readings.height });
    buckets.push({ bucket, ...facts });
  });
  written.sort((a, b) => a.bucket - b.bucket);
  buckets.sort((a, b) => a.bucket - b.bucket);
  return { readings: written, buckets, exactDuplicates, cadence: cadence.found() };
};
