import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pl, { type Expr, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { heldRows } from './held-rows.ts';
import { utc } from './instant.ts';
import { type FeaturePartition, inCanonicalOrder, scanPartition } from './partition.ts';
import type { SplitBounds } from './split-bounds.ts';
import { columnsRead, type TrainingColumns, trainingRows } from './training-rows.ts';

/** One written training set; an empty one has no `from` and `to`. */
export interface TrainingSet {
  readonly path: string;
  readonly rows: number;
  /** First and last `event_timestamp`. */
  readonly from?: string;
  readonly to?: string;
}

export const trainingSetNames = ['train', 'validation', 'test'] as const;

export type TrainingSets = Readonly<Record<(typeof trainingSetNames)[number], TrainingSet>>;

/** Fixed, since they decide the bytes. */
export const parquet = {
  compression: 'zstd',
  compressionLevel: 1,
  statistics: true,
  rowGroupSize: 131_072,
  maintainOrder: true,
} as const;

/** Which rows are in each set. */
export const trainingSetRows = (bounds: SplitBounds): Readonly<Record<keyof TrainingSets, Expr>> => {
  const time = pl.col(EVENT_TIMESTAMP);
  const [validationFrom, testFrom] = [utc(bounds.validationFrom), utc(bounds.testFrom)];
  return {
    train: time.lt(validationFrom),
    validation: time.gtEq(validationFrom).and(time.lt(testFrom)),
    test: time.gtEq(testFrom),
  };
};

/** Rows and first and last `event_timestamp` of a Parquet file. */
const extent = async (path: string): Promise<Omit<TrainingSet, 'path'>> => {
  const time = pl.col(EVENT_TIMESTAMP).cast(pl.Int64).cast(pl.Float64);
  const frame = await pl
    .scanParquet(path, { glob: false, hivePartitioning: false })
    .select(pl.len().cast(pl.Float64).alias('rows'), time.min().alias('from'), time.max().alias('to'))
    .collect();
  const [rows, from, to]: unknown[] = frame.row(0);
  if (typeof rows !== 'number') throw new Error(`No row count for ${path}`);
  if (typeof from !== 'number' || typeof to !== 'number') return { rows };
  return { rows, from: new Date(from).toISOString(), to: new Date(to).toISOString() };
};

interface Rows extends TrainingColumns {
  readonly partitions: readonly FeaturePartition[];
}

/** Of the partitions' rows, unscaled and in canonical order. */
const rowsOf = (partitions: readonly FeaturePartition[]): LazyDataFrame =>
  pl.concat(inCanonicalOrder(partitions).map(scanPartition));

const writeRows = async (
  columns: TrainingColumns,
  rows: LazyDataFrame,
  wanted: Expr,
  path: string,
): Promise<TrainingSet> => {
  await trainingRows(columns)(rows.filter(wanted)).sinkParquet(path, parquet).collect();
  return { path, ...(await extent(path)) };
};

/** Writes the wanted rows into one file: scaled, in canonical order, the same bytes on every run. */
export const writeTrainingSet = (rows: Rows, wanted: Expr, path: string): Promise<TrainingSet> =>
  writeRows(rows, rowsOf(rows.partitions), wanted, path);

/**
 * Writes `train.parquet`, `validation.parquet` and `test.parquet` into `folder`: scaled rows in canonical order,
 * the same bytes on every run. A split without rows is written too, with all columns.
 * @param partitions at least one
 */
export const writeTrainingSets = async (
  options: Rows & {
    readonly bounds: SplitBounds;
    readonly folder: string;
    /** Which rows are in each set, where the bounds alone do not say. */
    readonly where?: ReturnType<typeof trainingSetRows>;
    /** Values that are held in memory at most, to read them once. */
    readonly mostHeld?: number;
  },
): Promise<TrainingSets> => {
  const { bounds, folder, where = trainingSetRows(bounds) } = options;
  await mkdir(folder, { recursive: true });
  const written = (name: keyof TrainingSets, rows: LazyDataFrame): Promise<TrainingSet> =>
    writeRows(options, rows, where[name], join(folder, `${name}.parquet`));
  const { rows, isAll } = await heldRows(options.partitions, {
    columns: columnsRead(options),
    where: where.validation.or(where.test),
    mostValues: options.mostHeld,
  });
  // At once, since one alone waits for its file: none needs more than a few row groups, beside what is held.
  const [train, validation, test] = await Promise.all([
    written('train', isAll ? rows : rowsOf(options.partitions)),
    written('validation', rows),
    written('test', rows),
  ]);
  return { train, validation, test };
};
