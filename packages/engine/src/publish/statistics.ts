import pl, { type Expr } from 'nodejs-polars';
import type { FeatureColumn } from './feature-column.ts';
import { type FeaturePartition, scanPartition } from './partition.ts';

/** What a column's training values come to, nulls left out. */
export interface Statistics {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Sum of squared differences from the mean. */
  readonly m2: number;
}

const none: Statistics = { count: 0, min: Infinity, max: -Infinity, mean: 0, m2: 0 };

/** Of two sets of values together (Chan's formula); its bits depend on the order of combining. */
const combined = (a: Statistics, b: Statistics): Statistics => {
  if (a.count === 0) return b;
  if (b.count === 0) return a;
  const count = a.count + b.count;
  const delta = b.mean - a.mean;
  return {
    count,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    mean: a.mean + (delta * b.count) / count,
    m2: a.m2 + b.m2 + (delta * delta * a.count * b.count) / count,
  };
};

const number = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

/**
 * Statistics of each column over the rows that `where` keeps, partition after partition: each partition's come from
 * the in-memory engine, whose sums have the same bits on every run, and are combined in the order given.
 * @param moments whether mean and m2 are wanted too; they cost a second look at the values
 */
export const columnStatistics = async (options: {
  readonly partitions: readonly FeaturePartition[];
  readonly columns: readonly FeatureColumn[];
  readonly where: Expr;
  readonly moments: boolean;
}): Promise<Statistics[]> => {
  const { partitions, columns, where, moments } = options;
  let total = columns.map(() => none);
  if (columns.length === 0) return total;
  // One expression for all columns: each costs the binding 0.4 ms to make.
  const values = pl.col(columns.map(({ name }) => name)).cast(pl.Float64);
  const measures = [
    values.count().cast(pl.Float64),
    values.min(),
    values.max(),
    ...(moments ? [values.mean(), values.var()] : []),
  ].map((measure, i) => measure.suffix(`\u0000${i}`));
  for (const partition of partitions) {
    const frame = await scanPartition(partition).filter(where).select(measures).collect();
    const row: unknown[] = frame.row(0);
    const measured = (measure: number, column: number, otherwise: number) =>
      number(row[measure * columns.length + column], otherwise);
    const here = columns.map((_, i): Statistics => {
      const count = measured(0, i, 0);
      if (count === 0) return none;
      return {
        count,
        min: measured(1, i, Infinity),
        max: measured(2, i, -Infinity),
        mean: measured(3, i, 0),
        m2: measured(4, i, 0) * (count - 1),
      };
    });
    total = total.map((sofar, i) => combined(sofar, here[i] ?? none));
  }
  return total;
};
