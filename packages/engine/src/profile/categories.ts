import pl, { type DataFrame } from 'nodejs-polars';
import type { CategoryProfile } from './profile.ts';

const most = 50;

/** The values of a text column, null among them, and how often each occurs. */
export type Words = readonly (readonly [value: string | null, count: number])[];

export const wordsIn = async (frame: DataFrame, column: string): Promise<Words> => {
  const counted = await frame
    .lazy()
    .groupBy([pl.col(column).alias('value')], true)
    .agg(pl.len().cast(pl.Float64).alias('count'))
    .collect();
  return counted.rows() as [string | null, number][];
};

/** Adds up one column's counts over the parts. */
export const categoryProfile = (name: string, parts: readonly Words[]): CategoryProfile => {
  const totals = new Map<string, number>();
  let nulls = 0;
  for (const words of parts) {
    for (const [value, count] of words) {
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
