import type { Value } from '../dtype.ts';

/** Some of the values, by size; those that are there alone, which come first. Gives how many these are. */
export const sortValues = (values: Float64Array, to: Float64Array): number => {
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    to[count] = value;
    count += 1;
  }
  to.subarray(0, count).sort();
  return count;
};

/** A quantile of the first `count` values, which are sorted; on a straight line between two of them. Null for none. */
export const quantileOf = (sorted: Float64Array, count: number, quantile: number): Value => {
  if (count === 0) return null;
  const place = (count - 1) * quantile;
  const below = Math.floor(place);
  const [low, high] = [sorted[below] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return low === high ? low : (place - below) * (high - low) + low;
};

/** A quantile as a part of a name: `q10`, `q2_5`. */
export const nameOfQuantile = (quantile: number): string =>
  `q${Number((quantile * 100).toPrecision(12))}`.replace('.', '_').replace('-', 'minus');
