import { type Moments, noMoments } from '../moments.ts';
import type { Quartiles } from '../publish/quartiles.ts';

/** A number, and how many rows have it. */
export type Weighted = readonly [value: number, rows: number];

/** Moments and quartiles of rows that have a few numbers, as of a column that has one in each row. */
export const describeWeighted = (
  given: readonly Weighted[],
): { readonly moments: Moments; readonly quartiles: Quartiles } => {
  const sorted = given.filter(([, rows]) => rows > 0).toSorted(([a], [b]) => a - b);
  const count = sorted.reduce((sum, [, rows]) => sum + rows, 0);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return { moments: noMoments, quartiles: undefined };
  const mean = sorted.reduce((sum, [value, rows]) => sum + value * (rows / count), 0);
  const m2 = sorted.reduce((sum, [value, rows]) => sum + (value - mean) ** 2 * rows, 0);
  const at = (place: number): number => {
    let before = 0;
    for (const [value, rows] of sorted) {
      before += rows;
      if (place < before) return value;
    }
    return last[0];
  };
  const quantile = (share: number): number => {
    const place = share * (count - 1);
    const [low, high] = [at(Math.floor(place)), at(Math.ceil(place))];
    return low + (high - low) * (place - Math.floor(place));
  };
  return {
    moments: { count, min: first[0], max: last[0], mean, m2 },
    quartiles: [quantile(0.25), quantile(0.5), quantile(0.75)],
  };
};
