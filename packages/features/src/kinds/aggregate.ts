import type { Value } from '../dtype.ts';
import { kahanSum } from '../kahan.ts';
import type { Aggregation } from './aggregation.ts';

/** Of a sample; null of fewer than two. */
const std = (numbers: readonly number[]): Value => {
  if (numbers.length < 2) return null;
  let [weight, mean, squares] = [0, 0, 0];
  for (const number of numbers) {
    weight += 1;
    const delta = number - mean;
    mean += delta / weight;
    squares += (number - mean) * delta;
  }
  return Math.sqrt(squares / (weight - 1));
};

const ofNumbers: Readonly<Record<Aggregation, (numbers: readonly number[]) => Value>> = {
  mean: (numbers) => (numbers.length === 0 ? null : kahanSum(numbers) / numbers.length),
  sum: (numbers) => (numbers.length === 0 ? null : kahanSum(numbers)),
  min: (numbers) => (numbers.length === 0 ? null : Math.min(...numbers)),
  max: (numbers) => (numbers.length === 0 ? null : Math.max(...numbers)),
  std,
  first: (numbers) => numbers[0] ?? null,
  last: (numbers) => numbers.at(-1) ?? null,
  count: (numbers) => numbers.length,
};

const areNumbers = (values: readonly Value[]): values is readonly number[] => !values.includes(null);

/** One number of an interval's readings; a missing reading is none. Null where there are none, but for the count. */
export const aggregateOf = (values: readonly Value[], aggregation: Aggregation): Value =>
  ofNumbers[aggregation](areNumbers(values) ? values : values.filter((value) => value !== null));
