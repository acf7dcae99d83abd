import { INTERVAL_INDEX, POSITION } from '@wattline/features';
import pl, { type LazyDataFrame } from 'nodejs-polars';
import { integer } from '../polars/integer.ts';

/** A grid's rows from `first` to `last`, and before them the `history` intervals that their features are made of. */
export const withHistory = (
  grid: LazyDataFrame,
  first: number,
  last: number,
  history: number,
): LazyDataFrame => {
  const index = pl.col(INTERVAL_INDEX);
  const start = integer(Math.max(0, first - history));
  const position = pl.col(POSITION);
  const sinceStart = index.sub(start);
  return grid
    .filter(index.gtEq(start).and(index.ltEq(integer(last))))
    .withColumn(pl.when(position.lt(sinceStart)).then(position).otherwise(sinceStart).alias(POSITION));
};
