import pl, { type Expr } from 'nodejs-polars';
import pMap from 'p-map';
import { combinedMoments, type Moments, momentExpressions, noMoments } from '../../moments.ts';
import { type FeaturePartition, scanPartition } from '../partition.ts';

/** Partitions read at once: one alone waits for its file. */
const CONCURRENCY = 2;

/** Moments of each column, by entity. */
export type MomentsByEntity = Map<string, Moments[]>;

const ofPartition = async (
  partition: FeaturePartition,
  entity: string,
  where: Expr,
  names: readonly string[],
  spread: boolean,
): Promise<MomentsByEntity> => {
  const frame = await scanPartition(partition)
    .filter(where)
    .groupBy(entity)
    .agg(...momentExpressions(names, spread))
    .collect();
  const rows = frame.rows() as (string | number | null)[][];
  return new Map(
    rows.map(([name, ...cells]) => {
      const number = (measure: number, column: number, otherwise: number): number => {
        const cell = cells[measure * names.length + column];
        return typeof cell === 'number' ? cell : otherwise;
      };
      const moments = names.map((_, i): Moments => {
        const count = number(0, i, 0);
        if (count === 0) return noMoments;
        return {
          count,
          min: number(1, i, Number.POSITIVE_INFINITY),
          max: number(2, i, Number.NEGATIVE_INFINITY),
          mean: number(3, i, 0),
          m2: number(4, i, 0) * (count - 1),
        };
      });
      return [String(name), moments];
    }),
  );
};

/**
 * Moments of each column over the rows that `where` keeps, by entity; the same bits on every run, as each entity's rows of a
 * partition are added up in their order, and partitions are combined in the order given.
 *
 * @param partitions of one bucket: what is held is of its entities
 */
export const entityMoments = async (options: {
  readonly partitions: readonly FeaturePartition[];
  readonly entity: string;
  readonly where: Expr;
  readonly names: readonly string[];
  readonly spread: boolean;
}): Promise<MomentsByEntity> => {
  const { partitions, entity, where, names, spread } = options;
  const total: MomentsByEntity = new Map();
  const add = (found: MomentsByEntity): void => {
    for (const [name, moments] of found) {
      const before = total.get(name);
      total.set(name, before?.map((one, i) => combinedMoments(one, moments[i] ?? noMoments)) ?? moments);
    }
  };
  // A few at a time, in their order: all of them would be held else.
  for (let start = 0; start < partitions.length; start += CONCURRENCY) {
    const some = partitions.slice(start, start + CONCURRENCY);
    for (const found of await pMap(some, (one) => ofPartition(one, entity, where, names, spread))) add(found);
  }
  return total;
};

/** The entities that partitions have rows of. */
export const entitiesIn = async (
  partitions: readonly FeaturePartition[],
  entity: string,
): Promise<string[]> => {
  const frame = await pl
    .concat(partitions.map((partition) => scanPartition(partition).select(pl.col(entity).unique())))
    .select(pl.col(entity).unique())
    .collect();
  return frame.rows().map(([name]) => String(name));
};
