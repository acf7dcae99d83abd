import type { Running } from '@wattline/features';
import pl, { type Expr, type LazyDataFrame } from 'nodejs-polars';
import { withByEntity } from './by-entity.ts';

const runs: Readonly<Record<Running['of'], (column: Expr) => Expr>> = {
  first: (column) => column.dropNulls().first(),
  sum: (column) => column.cumSum(),
  least: (column) => column.cumMin().forwardFill(),
  greatest: (column) => column.cumMax().forwardFill(),
};

/** Adds what becomes of columns from an entity's first row on. */
export const withRunning = (frame: LazyDataFrame, running: readonly Running[]): LazyDataFrame =>
  withByEntity(
    frame,
    running.map(({ name, column, of }) => ({ name, of: runs[of](pl.col(column)) })),
  );
