import pl, { type LazyDataFrame } from 'nodejs-polars';
import { earlier } from './earlier.ts';

export interface Difference {
  readonly name: string;
  readonly column: string;
  /** How many intervals before. */
  readonly steps: number;
}

/** Adds x(t) − x(t − d) on a complete grid, per entity; null where either has no reading. */
export const differences =
  (options: { readonly differences: readonly Difference[] }) =>
  (frame: LazyDataFrame): LazyDataFrame =>
    frame.withColumns(
      ...options.differences.map(({ name, column, steps }) =>
        pl
          .col(column)
          .sub(earlier(pl.col(column), steps))
          .alias(name),
      ),
    );
