import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pl from 'nodejs-polars';
import { type FeaturePartition, inCanonicalOrder, partitionPath, scanPartition } from './partition.ts';
import type { SplitBounds } from './split-bounds.ts';
import { type TrainingColumns, trainingRows } from './training-rows.ts';
import { parquet, trainingSetNames, trainingSetRows } from './write-training-sets.ts';

export type TrainingSetName = (typeof trainingSetNames)[number];

/** The rows of a feature partition that are in one training set. */
export interface TrainingPartition {
  readonly set: TrainingSetName;
  /** In the feature set: `training/train/entity_bucket=00/period=2017/part-0.parquet`. */
  readonly path: string;
  /** On this machine. */
  readonly file: string;
  readonly rows: number;
}

/** A partition's path in a training set of the feature set. */
export const trainingPartitionPath = (
  set: TrainingSetName,
  { bucket, period }: Pick<FeaturePartition, 'bucket' | 'period'>,
): string => partitionPath(bucket, period).replace(/^features\//, `training/${set}/`);

/**
 * Writes the training rows of each partition into files of their own, which follow from the partition, the scaler and the
 * bounds alone: the same bytes whatever other partitions there are. Where a set has no rows of a partition, it has no file.
 */
export const writeTrainingPartitions = async (
  options: TrainingColumns & {
    readonly bounds: SplitBounds;
    readonly partitions: readonly FeaturePartition[];
    readonly folder: string;
  },
): Promise<TrainingPartition[]> => {
  const written: TrainingPartition[] = [];
  const where = trainingSetRows(options.bounds);
  for (const partition of inCanonicalOrder(options.partitions)) {
    const counts = await scanPartition(partition)
      .select(trainingSetNames.map((set) => where[set].sum().cast(pl.Float64).alias(set)))
      .collect();
    const rows: unknown[] = counts.row(0);
    for (const [index, set] of trainingSetNames.entries()) {
      const count = Number(rows[index] ?? 0);
      if (count === 0) continue;
      const path = trainingPartitionPath(set, partition);
      const file = join(options.folder, path);
      await mkdir(dirname(file), { recursive: true });
      await trainingRows(options)(scanPartition(partition).filter(where[set]))
        .sinkParquet(file, parquet)
        .collect();
      written.push({ set, path, file, rows: count });
    }
  }
  return written;
};
