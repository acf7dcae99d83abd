import pl, { type LazyDataFrame } from 'nodejs-polars';

/** One feature file, sorted by (entity, `event_timestamp`). */
export interface FeaturePartition {
  readonly bucket: number;
  /** A year (`2017`) or a month (`2017-03`). */
  readonly period: string;
  /** Where the file is on this machine. */
  readonly path: string;
  readonly rows: number;
  /** What is made of the file's rows as they are read. */
  readonly view?: (frame: LazyDataFrame) => LazyDataFrame;
}

/** A partition's path in a feature set. */
export const partitionPath = (bucket: number, period: string): string =>
  `features/entity_bucket=${String(bucket).padStart(2, '0')}/period=${period}/part-0.parquet`;

/** By bucket, then by period: the one order in which partitions are read and their statistics added up. */
export const inCanonicalOrder = <One extends Pick<FeaturePartition, 'bucket' | 'period'>>(
  partitions: readonly One[],
): One[] =>
  partitions.toSorted(
    (a, b) => a.bucket - b.bucket || (a.period < b.period ? -1 : a.period > b.period ? 1 : 0),
  );

/** The file's own columns alone: nothing is read from its path. */
export const scanPartition = ({ path, view }: Pick<FeaturePartition, 'path' | 'view'>): LazyDataFrame => {
  const rows = pl.scanParquet(path, { glob: false, hivePartitioning: false });
  return view === undefined ? rows : view(rows);
};
