/**
 * Sums of doubles as two of them, the second the rounding of the first: some 32 digits. So the order in which values are
 * added, and the parts in which sums are put together, do not show in the 12 digits of a profile.
 */
export interface ExactSum {
  readonly high: number;
  readonly low: number;
}

/** Adds to the sum that is at `place` and the place after. */
export const addTo = (sums: Float64Array, place: number, value: number): void => {
  const before = sums[place] ?? 0;
  const sum = before + value;
  const part = sum - before;
  sums[place + 1] = (sums[place + 1] ?? 0) + (before - (sum - part)) + (value - part);
  sums[place] = sum;
};

const twoSum = (a: number, b: number): ExactSum => {
  const high = a + b;
  const part = high - a;
  return { high, low: a - (high - part) + (b - part) };
};

/** Splits a double into halves whose products are exact. */
export const SPLIT = 134_217_729;

/** A product and its rounding. */
const product = (a: number, b: number): ExactSum => {
  const high = a * b;
  const [wideA, wideB] = [SPLIT * a, SPLIT * b];
  const [topA, topB] = [wideA - (wideA - a), wideB - (wideB - b)];
  const [restA, restB] = [a - topA, b - topB];
  return { high, low: topA * topB - high + topA * restB + restA * topB + restA * restB };
};

/**
 * The sum of squared differences from the mean.
 *
 * @param sum of the values, and of their squares
 */
export const squaredDifferences = (count: number, sum: ExactSum, squares: ExactSum): number => {
  const total = twoSum(sum.high, sum.low);
  const square = product(total.high, total.high);
  const low = square.low + 2 * total.high * total.low;
  const quotient = square.high / count;
  const back = product(quotient, count);
  const rest = (square.high - back.high - back.low + low) / count;
  const all = twoSum(squares.high, squares.low);
  return Math.max(0, all.high - quotient + (all.low - rest));
};
