import type { Spec } from '@wattline/spec';
import pl, { type Expr } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import type { FeatureColumn } from '../features/feature-columns.ts';
import type { Moments } from '../moments.ts';
import { utc } from './instant.ts';
import { type FeaturePartition, inCanonicalOrder } from './partition.ts';
import type { SplitBounds } from './split-bounds.ts';
import { columnStatistics } from './statistics.ts';

/**
 * Moments of features and targets over the rows before `bounds.validationFrom`, by the columns' names. Mean and m2 are
 * there where the spec's scaling takes them. The same bits in whatever order the partitions come.
 */
export const trainingMoments = async (options: {
  readonly spec: Pick<Spec, 'scaling'>;
  readonly columns: readonly FeatureColumn[];
  readonly partitions: readonly FeaturePartition[];
  readonly bounds: SplitBounds;
  /** Of which rows, where these are others. */
  readonly where?: Expr;
}): Promise<ReadonlyMap<string, Moments>> => {
  const columns = options.columns.filter(({ role }) => role === 'feature' || role === 'target');
  const found = await columnStatistics({
    partitions: inCanonicalOrder(options.partitions),
    columns,
    where: options.where ?? pl.col(EVENT_TIMESTAMP).lt(utc(options.bounds.validationFrom)),
    spread: options.spec.scaling.method === 'standard',
  });
  return new Map(columns.flatMap(({ name }, i) => (found[i] === undefined ? [] : [[name, found[i]]])));
};
