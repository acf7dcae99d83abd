import pl, { type Expr } from 'nodejs-polars';
import { integer } from './integer.ts';
import { POSITION } from './internal-columns.ts';

/** A column as it was so many rows before in the same entity; null where there is no such row. */
export const earlier = (column: Expr, steps: number): Expr =>
  steps === 0
    ? column
    : pl
        .when(pl.col(POSITION).gtEq(integer(steps)))
        .then(column.shift(steps))
        .otherwise(pl.lit(null));
