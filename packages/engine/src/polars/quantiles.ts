import { POSITION, type QuantileAcross, type RollingQuantile } from '@wattline/features';
import pl, { type LazyDataFrame } from 'nodejs-polars';

const ENTITY = 'entity by number';

/** Adds quantiles of the last rows of each entity. */
export const withQuantiles = (frame: LazyDataFrame, quantiles: readonly RollingQuantile[]): LazyDataFrame => {
  const numbered = frame.withColumn(pl.col(POSITION).eq(pl.lit(0)).cast(pl.Int64).cumSum().alias(ENTITY));
  const columns = quantiles.map(({ name, column, rows, quantile }) =>
    pl
      .col(column)
      .cast(pl.Float64)
      .rollingQuantile({ quantile, interpolation: 'linear', windowSize: rows, minPeriods: 1 })
      .over(ENTITY)
      .alias(name),
  );
  return numbered.withColumns(...columns).drop([ENTITY]);
};

/** Adds quantiles of several columns of each row. */
export const withQuantilesAcross = (
  frame: LazyDataFrame,
  quantiles: readonly QuantileAcross[],
): LazyDataFrame =>
  frame.withColumns(
    ...quantiles.map(({ name, columns, quantile }) =>
      pl
        .concatList([...columns])
        .lst.eval(pl.element().quantile(quantile, 'linear'))
        .lst.first()
        .alias(name),
    ),
  );
