import type { Expr } from 'nodejs-polars';
import type { FeatureColumn } from '../features/feature-columns.ts';
import type { FeaturePartition } from './partition.ts';
import { columnQuantiles } from './quantiles.ts';

/** Lower quartile, median and upper quartile, linearly interpolated; undefined where a column has no value. */
export type Quartiles = readonly [number, number, number] | undefined;

const probabilities = [0.25, 0.5, 0.75];

/** Exact quartiles of each column over the rows that `where` keeps, a few columns at a time. */
export const columnQuartiles = async (options: {
  readonly partitions: readonly FeaturePartition[];
  readonly columns: readonly FeatureColumn[];
  readonly where: Expr;
}): Promise<Quartiles[]> =>
  (await columnQuantiles({ ...options, probabilities })).map((found): Quartiles => {
    const [lower, median, upper] = found ?? [];
    if (lower === undefined || median === undefined || upper === undefined) return undefined;
    return [lower, median, upper];
  });
