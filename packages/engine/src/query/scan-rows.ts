import pl, { type Expr, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import type { Manifest } from '../publish/manifest.ts';
import { entityColumnOf, type RowFile, type RowFilter } from './row-files.ts';

/** A whole number as an Int64; `pl.lit` alone makes every number a float. */
export const integer = (value: number): Expr => pl.lit(value).cast(pl.Int64);

export const epochMs = (): Expr => pl.col(EVENT_TIMESTAMP).cast(pl.Int64);

/** The file's own columns alone: nothing is read from its path. */
export const scanFile = (path: string): LazyDataFrame =>
  pl.scanParquet(path, { glob: false, hivePartitioning: false });

/** What a row must be, where not every row of the file is. */
export const predicateOf = (manifest: Manifest, file: RowFile, filter: RowFilter): Expr | undefined => {
  const { entity, fromMs, toMs } = filter;
  const name = entityColumnOf(manifest);
  const conditions: Expr[] = [];
  if (entity !== undefined && name !== undefined) conditions.push(pl.col(name).eq(pl.lit(entity)));
  if (fromMs !== undefined && fromMs > file.fromMs) conditions.push(epochMs().gtEq(integer(fromMs)));
  if (toMs !== undefined && toMs < file.toMs) conditions.push(epochMs().lt(integer(toMs)));
  const [first, ...rest] = conditions;
  return rest.reduce((all, one) => all?.and(one), first);
};

export const scanRows = (path: string, predicate: Expr | undefined): LazyDataFrame => {
  const all = scanFile(path);
  return predicate === undefined ? all : all.filter(predicate);
};
