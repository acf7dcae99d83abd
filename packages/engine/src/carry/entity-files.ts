import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DEFAULT_ENTITY } from '../columns.ts';
import { type EntitySpan, entitySpans, spansFrame, spansIn } from '../features/entities-beyond.ts';
import { writeKept } from '../features/feature-file.ts';
import { scanFile } from '../features/scan-file.ts';
import { bucketPaths } from '../periods/bucket-paths.ts';
import type { BucketFile, ReadingsFile } from '../periods/readings-file.ts';
import { scanReadings } from '../periods/scan-readings.ts';
import type { Plan } from '../plan.ts';
import { periodScopes } from './period-scopes.ts';

/** First and last reading of each entity of a bucket. */
export interface EntityFile {
  readonly bucket: number;
  readonly path: string;
}

/** Whether a bucket's periods may be made one by one; a bucket of one period is always made whole. */
const isDivided = (spec: Plan['spec'], facts: Plan['buckets'][number]): boolean =>
  (periodScopes(spec, facts)?.length ?? 1) > 1;

/** Those of all buckets in one file, where they are known without their readings. */
export interface EntitySpans {
  readonly path: string;
}

type Spans = readonly (readonly [bucket: number, spans: readonly EntitySpan[]])[];

export const writeEntitySpans = async (spans: Spans, folder: string): Promise<EntitySpans> => {
  const path = join(folder, 'entities.json');
  const lines = spans.map(([bucket, some]) => [
    bucket,
    some.map(({ entity, first, last }): EntitySpan => ({ entity, first, last })),
  ]);
  await writeFile(path, JSON.stringify(lines));
  return { path };
};

/** Reads what either wrote. */
export const readEntitySpans = async (
  entities: readonly EntityFile[] | EntitySpans,
): Promise<ReadonlyMap<number, readonly EntitySpan[]>> => {
  if ('path' in entities) return new Map(JSON.parse(await readFile(entities.path, 'utf8')) as Spans);
  const read = async ({ bucket, path }: EntityFile) =>
    [bucket, spansIn(await scanFile(path).collect())] as const;
  return new Map(await Promise.all(entities.map(read)));
};

/** The files of buckets that are made in part; those of others are not read. */
export const entityFilesOf = async (
  buckets: ReadonlySet<number>,
  entities: readonly EntityFile[] | EntitySpans,
  {
    spec,
    spans,
  }: { readonly spec: Plan['spec']; readonly spans: ReadonlyMap<number, readonly EntitySpan[]> },
): Promise<EntityFile[]> => {
  if (!('path' in entities)) return entities.filter(({ bucket }) => buckets.has(bucket));
  const files: EntityFile[] = [];
  for (const bucket of buckets) {
    const path = join(dirname(entities.path), `entities-${bucket}.parquet`);
    await writeKept(spansFrame(spans.get(bucket) ?? [], spec.entity ?? DEFAULT_ENTITY), path);
    files.push({ bucket, path });
  }
  return files;
};

/** Finds them in the readings. */
export const writeEntityFiles = async (
  { spec, buckets }: Pick<Plan, 'spec' | 'buckets'>,
  { readings, whole }: { readonly readings: readonly ReadingsFile[]; readonly whole: readonly BucketFile[] },
  folder: string,
): Promise<EntityFile[]> => {
  const entity = spec.entity ?? DEFAULT_ENTITY;
  const paths = bucketPaths(readings, whole);
  const files: EntityFile[] = [];
  for (const facts of buckets) {
    const { bucket } = facts;
    const own = paths.get(bucket);
    if (own === undefined || !isDivided(spec, facts)) continue;
    const path = join(folder, `entities-${bucket}.parquet`);
    await writeKept(entitySpans(scanReadings(own, entity), entity), path);
    files.push({ bucket, path });
  }
  return files;
};
