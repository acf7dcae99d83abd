import { join } from 'node:path';
import { DEFAULT_ENTITY } from '../columns.ts';
import { type EntitySpan, entitySpans, spansFrame } from '../features/entities-beyond.ts';
import { writeKept } from '../features/feature-file.ts';
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

/** Writes spans that are known already. */
export const writeEntitySpans = async (
  { spec, buckets }: Pick<Plan, 'spec' | 'buckets'>,
  spans: ReadonlyMap<number, readonly EntitySpan[]>,
  folder: string,
): Promise<EntityFile[]> => {
  const files: EntityFile[] = [];
  for (const facts of buckets) {
    const { bucket } = facts;
    if (!isDivided(spec, facts)) continue;
    const path = join(folder, `entities-${bucket}.parquet`);
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
