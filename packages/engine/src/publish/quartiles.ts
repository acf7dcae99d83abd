import pl, { type Expr } from 'nodejs-polars';
import type { FeatureColumn } from '../features/feature-columns.ts';
import { type FeaturePartition, scanPartition } from './partition.ts';

/** Lower quartile, median and upper quartile, linearly interpolated; undefined where a column has no value. */
export type Quartiles = readonly [number, number, number] | undefined;

const probabilities = [0.25, 0.5, 0.75];
/** Values held in memory at a time: 64 MB. */
const valuesAtATime = 8_000_000;

/** Exact quartiles of each column over the rows that `where` keeps, a few columns at a time. */
export const columnQuartiles = async (options: {
  readonly partitions: readonly FeaturePartition[];
  readonly columns: readonly FeatureColumn[];
  readonly where: Expr;
}): Promise<Quartiles[]> => {
  const { partitions, columns, where } = options;
  const rows = partitions.reduce((sum, partition) => sum + partition.rows, 0);
  const atATime = Math.max(1, Math.floor(valuesAtATime / Math.max(1, rows)));
  const quartiles: Quartiles[] = [];
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
      const [lower, median, upper] = probabilities.map((_, p) => row[p * some.length + i]);
      const found = typeof lower === 'number' && typeof median === 'number' && typeof upper === 'number';
      quartiles.push(found ? [lower, median, upper] : undefined);
    }
  }
  return quartiles;
};
