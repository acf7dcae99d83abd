import type { Expr } from 'nodejs-polars';
import pMap from 'p-map';
import type { FeatureColumn } from '../features/feature-columns.ts';
import { combinedMoments, type Moments, momentExpressions, momentsIn, noMoments } from '../moments.ts';
import { type FeaturePartition, scanPartition } from './partition.ts';

/** Partitions read at once: one alone waits for its file. */
const CONCURRENCY = 2;

/**
 * Moments of each column over the rows that `where` keeps, partition after partition: each partition's come from
 * the in-memory engine, whose sums have the same bits on every run, and are combined in the order given.
 * @param spread whether mean and m2 are wanted too
 */
export const columnStatistics = async (options: {
  readonly partitions: readonly FeaturePartition[];
  readonly columns: readonly FeatureColumn[];
  readonly where: Expr;
  readonly spread: boolean;
}): Promise<Moments[]> => {
  const { partitions, where, spread } = options;
  const names = options.columns.map(({ name }) => name);
  let total = names.map(() => noMoments);
  if (names.length === 0) return total;
  const expressions = momentExpressions(names, spread);
  const found = await pMap(
    partitions,
    async (partition) =>
      momentsIn(await scanPartition(partition).filter(where).select(expressions).collect(), names),
    { concurrency: CONCURRENCY },
  );
  for (const here of found) {
    total = total.map((sofar, i) => combinedMoments(sofar, here[i] ?? noMoments));
  }
  return total;
};
