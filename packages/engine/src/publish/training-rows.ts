import pl, { type LazyDataFrame } from 'nodejs-polars';
import { encodeRows } from '../encodings/encode-rows.ts';
import { encodedColumns } from '../encodings/encoded-columns.ts';
import type { Encoding } from '../encodings/encoding.ts';
import type { FeatureColumn } from '../features/feature-columns.ts';
import { scaleByEntity } from './entity-scaling/scale-by-entity.ts';
import { scaleFeatures, scaleTargets } from './scale.ts';
import type { Scaler } from './scaler.ts';

const roles: readonly FeatureColumn['role'][] = ['time', 'entity', 'feature', 'target'];

/** Columns of a training set in their order: `event_timestamp`, `available_at`, entity, features, targets; withheld ones are left out. */
export const trainingColumns = (columns: readonly FeatureColumn[]): FeatureColumn[] =>
  roles.flatMap((role) => columns.filter((column) => column.role === role));

/** What makes training rows of feature rows. */
export interface TrainingColumns {
  readonly columns: readonly FeatureColumn[];
  readonly scaler: Scaler;
  readonly encodings?: readonly Encoding[] | undefined;
}

/** Columns of feature rows that training rows are made of: those of training sets, and what says the words of encodings. */
export const columnsRead = ({ columns, encodings = [] }: TrainingColumns): string[] => [
  ...new Set([
    ...trainingColumns(columns).map(({ name }) => name),
    ...encodings.flatMap(({ columns: words }) => words),
  ]),
];

/** Scales features and targets: of all entities alike, or of each by itself. */
const scaleRows =
  (scaler: Scaler) =>
  (frame: LazyDataFrame): LazyDataFrame =>
    scaler.entities === undefined
      ? scaleTargets(scaler)(scaleFeatures(scaler)(frame))
      : scaleByEntity(scaler, scaler.entities)(frame);

/** Unscaled feature rows as a model takes them. A parsed preprocessor serves as options. */
export const trainingRows =
  ({ columns, scaler, encodings = [] }: TrainingColumns) =>
  (frame: LazyDataFrame): LazyDataFrame =>
    scaleRows(scaler)(encodeRows(encodings)(frame)).select(
      pl.col(trainingColumns([...columns, ...encodedColumns(encodings)]).map(({ name }) => name)),
    );
