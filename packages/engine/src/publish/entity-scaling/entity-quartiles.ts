import pl, { type Expr } from 'nodejs-polars';
import { type FeaturePartition, scanPartition } from '../partition.ts';
import type { Quartiles } from '../quartiles.ts';

/** Values held in memory at a time: 64 MB. */
const VALUES_AT_A_TIME = 8_000_000;
const probabilities = [0.25, 0.5, 0.75];

/**
 * Exact quartiles of each column over the rows that `where` keeps, by entity, linearly interpolated, a few columns at a time.
 *
 * @param partitions of one bucket
 */
export const entityQuartiles = async (options: {
  readonly partitions: readonly FeaturePartition[];
  readonly entity: string;
  readonly where: Expr;
  readonly names: readonly string[];
}): Promise<Map<string, Quartiles[]>> => {
  const { partitions, entity, where, names } = options;
  const rows = partitions.reduce((sum, partition) => sum + partition.rows, 0);
  const atATime = Math.max(1, Math.floor(VALUES_AT_A_TIME / Math.max(1, rows)));
  const found = new Map<string, Quartiles[]>();
  for (let start = 0; start < names.length; start += atATime) {
    const some = names.slice(start, start + atATime);
    const values = pl.col(some);
    const frame = await pl
      .concat(
        partitions.map((partition) =>
          scanPartition(partition).filter(where).select(pl.col(entity), values.cast(pl.Float64)),
        ),
      )
      .groupBy(entity)
      .agg(...probabilities.map((p) => values.quantile(p, 'linear').suffix(`\u0000${p}`)))
      .collect();
    for (const [name, ...cells] of frame.rows() as (string | number | null)[][]) {
      const own = found.get(String(name)) ?? [];
      found.set(String(name), own);
      for (const i of some.keys()) {
        const [lower, median, upper] = probabilities.map((_, p) => cells[p * some.length + i]);
        own.push(
          typeof lower === 'number' && typeof median === 'number' && typeof upper === 'number'
            ? [lower, median, upper]
            : undefined,
        );
      }
    }
  }
  return found;
};
