import type { Expr } from 'nodejs-polars';
import type { Moments } from '../../moments.ts';
import type { FeaturePartition } from '../partition.ts';
import type { Quartiles } from '../quartiles.ts';
import type { ColumnScaling } from '../scaler.ts';
import { entitiesIn, entityMoments } from './entity-moments.ts';
import { entityQuartiles } from './entity-quartiles.ts';
import { type EntityScalings, numbersText } from './entity-scalings.ts';

/** By their code units, as texts are sorted everywhere. */
const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Fits each entity's scaling to its own rows, bucket by bucket: what is held is of the entities of one.
 *
 * The same bits in whatever order the partitions come.
 *
 * @param options.partitions in their canonical order
 * @param options.line a column's scaling, of what its values come to
 */
export const fitEntities = async (options: {
  /** The column that names them. */
  readonly entity: string;
  readonly columns: readonly Pick<ColumnScaling, 'name'>[];
  readonly partitions: readonly FeaturePartition[];
  readonly where: Expr;
  readonly method: 'minmax' | 'standard' | 'robust';
  readonly line: (moments: Moments, quartiles: Quartiles) => Pick<ColumnScaling, 'offset' | 'scale'>;
}): Promise<EntityScalings> => {
  const { entity, where, method, line } = options;
  const names = options.columns.map(({ name }) => name);
  const fitted: EntityScalings['fitted'] = [];
  const withoutOwn: string[] = [];
  for (const partitions of Map.groupBy(options.partitions, ({ bucket }) => bucket).values()) {
    const rows = { partitions, entity, where, names };
    const moments = await entityMoments({ ...rows, spread: method === 'standard' });
    const quartiles = method === 'robust' ? await entityQuartiles(rows) : undefined;
    for (const name of await entitiesIn(partitions, entity)) {
      const own = moments.get(name);
      if (own === undefined) {
        withoutOwn.push(name);
        continue;
      }
      const lines = own.map((one, i) =>
        one.count === 0 ? { offset: Number.NaN, scale: Number.NaN } : line(one, quartiles?.get(name)?.[i]),
      );
      fitted.push({
        entity: name,
        offset: numbersText(lines.map(({ offset }) => offset)),
        scale: numbersText(lines.map(({ scale }) => scale)),
      });
    }
  }
  return {
    column: entity,
    fitted: fitted.toSorted((a, b) => byName(a.entity, b.entity)),
    withoutOwn: withoutOwn.toSorted(byName),
  };
};
