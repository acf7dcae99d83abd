import pl, { type Expr } from 'nodejs-polars';
import type { FeatureColumn } from '../features/feature-columns.ts';
import { type FeaturePartition, scanPartition } from './partition.ts';

/** Values held in memory at a time: 64 MB. */
const valuesAtATime = 8_000_000;

/**
 * Exact quantiles of each column over the rows that `where` keeps, linearly interpolated, a few columns at a time;
 * undefined where a column has no value.
 */
export const columnQuantiles = async (options: {
  readonly partitions: readonly FeaturePartition[];
  readonly columns: readonly FeatureColumn[];
  readonly where: Expr;
  readonly probabilities: readonly number[];
}): Promise<(readonly number[] | undefined)[]> => {
  const { partitions, columns, where, probabilities } = options;
  const rows = partitions.reduce((sum, partition) => sum + partition.rows, 0);
  const atATime = Math.max(1, Math.floor(valuesAtATime / Math.max(1, rows)));
  const quantiles: (readonly number[] | undefined)[] = [];
  for (let start = 0; start < columns.length; start += atATime) {
    const some = columns.slice(start, start + atATime);
    const values = pl.col(some.map(({ name }) => name)).cast(pl.Float64);
    const scans = partitions.map((partition) => scanPartition(partition).filter(where).select(values));
    const frame = await pl
      .concat(scans)
      .select(probabilities.map((p) => pl.all().quantile(p, 'linear').suffix(`\u0000${p}`)))
      .collect();
    const row: unknown[] = frame.row(0);
    for (const i of some.keys()) {
      const found = probabilities.flatMap((_, p) => {
        const value = row[p * some.length + i];
        return typeof value === 'number' ? [value] : [];
      });
      quantiles.push(found.length === probabilities.length ? found : undefined);
    }
  }
  return quantiles;
};
