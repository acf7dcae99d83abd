import type { Spec } from '@wattline/spec';
import pl from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { RejectedError } from '../../errors.ts';
import type { FeatureColumn } from '../../features/feature-columns.ts';
import { columnsAhead, horizonColumns, withoutRedundantAhead } from '../../horizons/horizon-columns.ts';
import { horizonList } from '../../horizons/horizon-list.ts';
import { utc } from '../instant.ts';
import { type FeaturePartition, scanPartition } from '../partition.ts';
import { isScaled } from '../scaler.ts';
import type { SplitBounds } from '../split-bounds.ts';

/** What a preprocessor of 256 MB has: each takes 22 bytes. */
const MOST_SCALINGS = 12_000_000;

/** How many columns are scaled, of all training sets of a version together. */
const scaledColumns = (spec: Spec, columns: readonly FeatureColumn[]): number => {
  // What is withheld beside a label of its own interval is a feature of those ahead.
  const ahead = withoutRedundantAhead(columnsAhead(spec), columns);
  const sets = [columns, ...horizonList(spec).map((horizon) => horizonColumns(columns, ahead, horizon))];
  const scaled = sets.reduce((sum, set) => sum + set.filter(isScaled).length, 0);
  return scaled * (1 + (spec.split.folds?.count ?? 0));
};

/**
 * Looks whether a preprocessor can hold a scaling of each entity and column, of each horizon and fold.
 *
 * @param options.entities of all rows; those of rows that are trained on are counted where these are too many
 * @throws RejectedError where it cannot
 */
export const checkEntityScalings = async (options: {
  readonly spec: Spec;
  readonly columns: readonly FeatureColumn[];
  readonly entities: number;
  readonly partitions: readonly FeaturePartition[];
  readonly bounds: SplitBounds;
}): Promise<void> => {
  const { spec, columns, partitions, bounds } = options;
  const entity = columns.find(({ role }) => role === 'entity')?.name;
  if (spec.scaling.by !== 'entity' || entity === undefined) return;
  const scaled = scaledColumns(spec, columns);
  if (options.entities * scaled <= MOST_SCALINGS) return;
  // Folds are trained on rows of up to the test set.
  const until = spec.split.folds === undefined ? bounds.validationFrom : bounds.testFrom;
  const trained = pl.col(EVENT_TIMESTAMP).lt(utc(until));
  const names = partitions.map((one) => scanPartition(one).filter(trained).select(pl.col(entity).unique()));
  const { height: entities } = await pl.concat(names).unique().collect();
  const scalings = entities * scaled;
  if (scalings <= MOST_SCALINGS) return;
  throw new RejectedError(
    'TOO_MANY_SCALINGS',
    `A scaling for each of ${entities} entities and ${scaled} columns, of all training sets together, is ${scalings} of them: more than ${MOST_SCALINGS}`,
    {
      place: { value: 'scaling.by: entity' },
      remedy: 'Leave out by in scaling, or have fewer features, horizons (target) or folds (split)',
    },
  );
};
