import pl, { type Expr, type LazyDataFrame } from 'nodejs-polars';
import { earlier } from './earlier.ts';
import { integer } from './integer.ts';
import { POSITION } from './internal-columns.ts';

/** How far back: so many intervals, or as many as a column of the frame says (null: there is none). */
export type Steps = number | { readonly column: string };

/** One lagged column. */
export interface Lag {
  readonly name: string;
  readonly column: string;
  readonly steps: Steps;
}

const byColumn = (column: Expr, steps: Expr): Expr =>
  column.gather(
    pl
      .when(pl.col(POSITION).gtEq(steps))
      .then(pl.intRange(integer(0), pl.len()).sub(steps))
      .otherwise(pl.lit(null)),
  );

/**
 * Adds columns as they were some intervals before, of the same entity.
 *
 * On a complete grid a step is an interval. Null, or `fill`, where there was no reading.
 */
export const lags =
  (options: { readonly lags: readonly Lag[]; readonly fill?: number | undefined }) =>
  (frame: LazyDataFrame): LazyDataFrame =>
    frame.withColumns(
      ...options.lags.map(({ name, column, steps }) => {
        const value = pl.col(column);
        const lag = typeof steps === 'number' ? earlier(value, steps) : byColumn(value, pl.col(steps.column));
        const { fill } = options;
        if (fill === undefined) return lag.alias(name);
        return lag.fillNull(Number.isInteger(fill) ? integer(fill) : pl.lit(fill)).alias(name);
      }),
    );
