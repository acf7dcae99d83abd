import { POSITION } from '@wattline/features';
import pl, { type Expr, type LazyDataFrame } from 'nodejs-polars';

const ENTITY = 'entity by number';

/** Adds columns that are made of each entity's rows for themselves, in their order. */
export const withByEntity = (
  frame: LazyDataFrame,
  columns: readonly { readonly name: string; readonly of: Expr }[],
): LazyDataFrame =>
  frame
    .withColumn(pl.col(POSITION).eq(pl.lit(0)).cast(pl.Int64).cumSum().alias(ENTITY))
    .withColumns(...columns.map(({ name, of }) => of.over(ENTITY).alias(name)))
    .drop([ENTITY]);
