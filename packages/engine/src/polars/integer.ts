import pl, { type Expr } from 'nodejs-polars';

/** A whole number as an Int64; `pl.lit` alone makes every number a float. */
export const integer = (value: number): Expr => pl.lit(value).cast(pl.Int64);
