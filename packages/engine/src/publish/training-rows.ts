import pl, { type LazyDataFrame } from 'nodejs-polars';
import type { FeatureColumn } from '../features/feature-columns.ts';
import { scaleFeatures, scaleTargets } from './scale.ts';
import type { Scaler } from './scaler.ts';

const roles: readonly FeatureColumn['role'][] = ['time', 'entity', 'feature', 'target'];

/** Columns of a training set in their order: `event_timestamp`, entity, features, targets; withheld ones are left out. */
export const trainingColumns = (columns: readonly FeatureColumn[]): FeatureColumn[] =>
  roles.flatMap((role) => columns.filter((column) => column.role === role));

/** Unscaled feature rows as a model takes them. A parsed preprocessor serves as options. */
export const trainingRows =
  ({ columns, scaler }: { readonly columns: readonly FeatureColumn[]; readonly scaler: Scaler }) =>
  (frame: LazyDataFrame): LazyDataFrame =>
    scaleTargets(scaler)(scaleFeatures(scaler)(frame)).select(
      pl.col(trainingColumns(columns).map(({ name }) => name)),
    );
