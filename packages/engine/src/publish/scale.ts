import pl, { type Expr, type LazyDataFrame } from 'nodejs-polars';
import type { ColumnScaling, Scaler } from './scaler.ts';

const scaled = ({ name, offset, scale, base }: ColumnScaling): Expr =>
  pl
    .col(name)
    .cast(pl.Float64)
    .sub(pl.lit(offset))
    .mul(pl.lit(1 / scale))
    .add(pl.lit(base))
    .alias(name);

const unscaled = ({ name, offset, scale, base }: ColumnScaling): Expr =>
  pl.col(name).cast(pl.Float64).sub(pl.lit(base)).mul(pl.lit(scale)).add(pl.lit(offset)).alias(name);

const withEach =
  (columns: readonly ColumnScaling[], expression: (column: ColumnScaling) => Expr) =>
  (frame: LazyDataFrame): LazyDataFrame =>
    columns.length === 0 ? frame : frame.withColumns(...columns.map(expression));

/** Scales the feature columns, Float64; all else passes as it is, and nulls stay null. */
export const scaleFeatures = (scaler: Scaler) => withEach(scaler.features, scaled);

/** Scales the target columns, Float64; all else passes as it is, and nulls stay null. */
export const scaleTargets = (scaler: Scaler) => withEach(scaler.targets, scaled);

/** Takes target columns, a model's predictions say, back to their own units. */
export const unscaleTargets = (scaler: Scaler) => withEach(scaler.targets, unscaled);
