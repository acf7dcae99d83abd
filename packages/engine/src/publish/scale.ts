import type { LazyDataFrame } from 'nodejs-polars';
import { query, quoted, sqlDouble } from '../polars/sql.ts';
import type { ColumnScaling, Scaler } from './scaler.ts';

const scaled = ({ name, offset, scale, base }: ColumnScaling): string =>
  `(CAST(${quoted(name)} AS DOUBLE) - ${sqlDouble(offset)}) * ${sqlDouble(1 / scale)} + ${sqlDouble(base)} AS ${quoted(name)}`;

const unscaled = ({ name, offset, scale, base }: ColumnScaling): string =>
  `(CAST(${quoted(name)} AS DOUBLE) - ${sqlDouble(base)}) * ${sqlDouble(scale)} + ${sqlDouble(offset)} AS ${quoted(name)}`;

const withEach =
  (columns: readonly ColumnScaling[], expression: (column: ColumnScaling) => string) =>
  (frame: LazyDataFrame): LazyDataFrame =>
    columns.length === 0
      ? frame
      : query(frame, `SELECT * REPLACE (${columns.map(expression).join(', ')}) FROM frame`);

/** Scales the feature columns, Float64; all else passes as it is, and nulls stay null. */
export const scaleFeatures = (scaler: Scaler) => withEach(scaler.features, scaled);

/** Scales the target columns, Float64; all else passes as it is, and nulls stay null. */
export const scaleTargets = (scaler: Scaler) => withEach(scaler.targets, scaled);

/** Takes target columns, a model's predictions say, back to their own units. */
export const unscaleTargets = (scaler: Scaler) => withEach(scaler.targets, unscaled);
