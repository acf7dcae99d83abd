import type { QuantileAcross, RollingQuantile } from '@wattline/features';
import pl, { type LazyDataFrame } from 'nodejs-polars';
import { withByEntity } from './by-entity.ts';

/** Adds quantiles of the last rows of each entity. */
export const withQuantiles = (frame: LazyDataFrame, quantiles: readonly RollingQuantile[]): LazyDataFrame =>
  withByEntity(
    frame,
    quantiles.map(({ name, column, rows, quantile }) => ({
      name,
      of: pl
        .col(column)
        .cast(pl.Float64)
        .rollingQuantile({ quantile, interpolation: 'linear', windowSize: rows, minPeriods: 1 }),
    })),
  );

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
