import type { Spec } from '@wattline/spec';
import pl, { type Expr } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import type { FeatureColumn } from '../features/feature-columns.ts';
import type { Moments } from '../moments.ts';
import { fitEntities } from './entity-scaling/fit-entities.ts';
import { utc } from './instant.ts';
import { type FeaturePartition, inCanonicalOrder } from './partition.ts';
import { columnQuartiles, type Quartiles } from './quartiles.ts';
import { type ColumnScaling, isScaled, type Scaler } from './scaler.ts';
import type { SplitBounds } from './split-bounds.ts';
import { trainingMoments } from './training-moments.ts';

type Line = Pick<ColumnScaling, 'offset' | 'scale' | 'base'>;

const unscaled: Line = { offset: 0, scale: 1, base: 0 };

/** A scale that cannot be divided by (a constant column's) becomes 1; a negative zero becomes zero. */
const line = (offset: number, scale: number, base: number): Line => ({
  offset: offset + 0,
  scale: scale > 0 && Number.isFinite(scale) && Number.isFinite(1 / scale) ? scale : 1,
  base,
});

/** By what values that come to this are scaled. */
export const lineOf = (
  scaling: Spec['scaling'],
  { count, min, max, mean, m2 }: Moments,
  quartiles: Quartiles,
): Line => {
  if (count === 0) return unscaled;
  const [low, high] = scaling.range;
  switch (scaling.method) {
    case 'minmax':
      return line(min, (max - min) / (high - low), low);
    case 'standard':
      // By min and max: the mean of equal values may miss them by a bit.
      return min === max ? line(min, 1, 0) : line(mean, Math.sqrt(m2 / count), 0);
    case 'robust':
      return quartiles === undefined ? unscaled : line(quartiles[1], quartiles[2] - quartiles[0], 0);
    case 'none':
      return unscaled;
  }
};

/**
 * Fits the spec's scaling on the rows before `bounds.validationFrom`, and on no other.
 *
 * minmax maps least and greatest value to the range; standard subtracts the mean and divides by the population's
 * standard deviation; robust subtracts the median and divides by the distance of the quartiles. Nulls are left out.
 * A constant column becomes the range's lower end (0 for standard and robust).
 * Parameters have the same bits in whatever order the partitions come.
 */
export const fitScaler = async (options: {
  readonly spec: Pick<Spec, 'scaling'>;
  readonly columns: readonly FeatureColumn[];
  readonly partitions: readonly FeaturePartition[];
  readonly bounds: SplitBounds;
  /** Of which rows, where these are others. */
  readonly where?: Expr;
  /** What `trainingMoments` found of these rows, where it is there already. */
  readonly moments?: ReadonlyMap<string, Moments>;
}): Promise<Scaler> => {
  const { scaling } = options.spec;
  const { method, range } = scaling;
  if (method === 'none') return { method, range, features: [], targets: [] };
  const columns = options.columns.filter(isScaled);
  const partitions = inCanonicalOrder(options.partitions);
  const where = options.where ?? pl.col(EVENT_TIMESTAMP).lt(utc(options.bounds.validationFrom));
  const moments = options.moments ?? (await trainingMoments({ ...options, columns, partitions, where }));
  const quartiles = method === 'robust' ? await columnQuartiles({ partitions, columns, where }) : [];
  const fitted = (role: FeatureColumn['role']): ColumnScaling[] =>
    columns.flatMap((column, i) => {
      const found = moments.get(column.name);
      if (column.role !== role || found === undefined) return [];
      return [{ name: column.name, values: found.count, ...lineOf(scaling, found, quartiles[i]) }];
    });
  const all = { method, range, features: fitted('feature'), targets: fitted('target') };
  const entity = options.columns.find(({ role }) => role === 'entity')?.name;
  if (scaling.by !== 'entity' || entity === undefined) return all;
  const entities = await fitEntities({
    ...{ entity, partitions, where, method },
    columns: [...all.features, ...all.targets],
    line: (own, quarters) => lineOf(scaling, own, quarters),
  });
  return { ...all, entities };
};
