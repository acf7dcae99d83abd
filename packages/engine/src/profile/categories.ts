import pl, { type DataFrame, type LazyDataFrame } from 'nodejs-polars';
import type { CategoryProfile } from './profile.ts';

const most = 50;

/** One row for each value of a text column, null among them: the value, how often. */
export const valueCounts =
  (column: string) =>
  (frame: LazyDataFrame): LazyDataFrame =>
    frame.groupBy([pl.col(column).alias('value')], true).agg(pl.len().cast(pl.Float64).alias('count'));

/** Adds up one column's counts over the buckets. */
export const categoryProfile = (name: string, frames: readonly DataFrame[]): CategoryProfile => {
  const totals = new Map<string, number>();
  let nulls = 0;
  for (const frame of frames) {
    for (const [value, count] of frame.rows() as [string | null, number][]) {
      if (value === null) nulls += count;
      else totals.set(value, (totals.get(value) ?? 0) + count);
    }
  }
  const values = [...totals].map(([value, count]) => ({ value, count }));
  values.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return {
    name,
    kind: 'categorical',
    count: values.reduce((sum, { count }) => sum + count, 0),
    nulls,
    distinct: values.length,
    values: values.slice(0, most),
  };
};
