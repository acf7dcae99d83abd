import pl, { type Expr, type LazyDataFrame } from 'nodejs-polars';
import { type FeaturePartition, inCanonicalOrder, scanPartition } from './partition.ts';

/** Values that are held, numbers mostly: 256 MB. */
const MOST_VALUES = 32_000_000;

/** Some rows of partitions, for plans that take a part of them each. */
export interface HeldRows {
  /** Unscaled, in canonical order. */
  readonly rows: LazyDataFrame;
  /** Whether they are all of the partitions'. */
  readonly isAll: boolean;
}

interface Wanted {
  /** All that the plans read. */
  readonly columns: readonly string[];
  readonly where: Expr;
  readonly mostValues?: number | undefined;
}

/**
 * The rows that `where` keeps, read once and held where they are not too many: all of the partitions, where these are few.
 * Else each plan reads them. The rows are the files' either way, and so is what is written of them.
 */
export const heldRows = async (
  partitions: readonly FeaturePartition[],
  { columns, where, mostValues = MOST_VALUES }: Wanted,
): Promise<HeldRows> => {
  const ordered = inCanonicalOrder(partitions);
  const inFiles = pl.concat(ordered.map(scanPartition));
  // What a view makes of a file is made by the plan that writes it: engines may differ in the last bit.
  if (ordered.some(({ view }) => view !== undefined)) return { rows: inFiles, isAll: true };
  const counted = await inFiles
    .select(pl.len().cast(pl.Float64), where.cast(pl.Float64).sum().alias('wanted'))
    .collect();
  const [all = 0, wanted = 0] = counted.row(0).map(Number);
  const most = Math.floor(mostValues / columns.length);
  const read = inFiles.select(pl.col([...columns]));
  if (all <= most) return { rows: (await read.collect()).lazy(), isAll: true };
  const some = read.filter(where);
  return { rows: wanted <= most ? (await some.collect()).lazy() : some, isAll: false };
};
