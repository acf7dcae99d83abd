import { expect, test } from 'vitest';
import { joinedSteps } from './step-series.ts';

const HOUR = 3_600_000;

/** The sums of each step's values. */
const sumsOf = (steps: number[][]) => ({
  name: 'load',
  count: steps.map((values) => values.length),
  sum: steps.map((values) => values.reduce((a, b) => a + b, 0)),
  min: steps.map((values) => Math.min(...values)),
  max: steps.map((values) => Math.max(...values)),
});
const joined = (starts: number[], steps: number[][], isWhole = false) =>
  joinedSteps({ starts: starts.map((at) => at * HOUR), columns: [sumsOf(steps)] }, { stepMs: HOUR, isWhole });

test('a step that two files share is one point', () => {
  expect(joined([0, 1, 1, 2], [[1], [2, 3], [10], [4]])).toEqual({
    time: [0, HOUR, 2 * HOUR],
    columns: [{ name: 'load', mean: [1, 5, 4], min: [1, 2, 4], max: [1, 10, 4] }],
  });
});

test('a gap has every step, and a step without values is null, whichever file knows of it', () => {
  expect(joined([0, 3, 4, 4], [[1], [], [], [6]])).toEqual({
    time: [0, 1, 2, 3, 4].map((at) => at * HOUR),
    columns: [
      {
        name: 'load',
        mean: [1, null, null, null, 6],
        min: [1, null, null, null, 6],
        max: [1, null, null, null, 6],
      },
    ],
  });
});

test('whole rows have one point in a gap, and none between days of 23 and 25 hours', () => {
  const DAY = 24 * HOUR;
  const starts = [0, DAY, DAY + 23 * HOUR, DAY + 48 * HOUR, 10 * DAY];
  const columns = [sumsOf(starts.map((_, i) => [i]))];
  expect(joinedSteps({ starts, columns }, { stepMs: DAY, isWhole: true })).toEqual({
    time: [0, DAY, DAY + 23 * HOUR, DAY + 48 * HOUR, DAY + 72 * HOUR, 10 * DAY],
    columns: [{ name: 'load', mean: [0, 1, 2, 3, null, 4] }],
  });
});

test('one row is one point, no row is none, and what is not finite is no value', () => {
  expect(joined([5], [[7]], true)).toEqual({ time: [5 * HOUR], columns: [{ name: 'load', mean: [7] }] });
  expect(joined([], [])).toEqual({ time: [], columns: [{ name: 'load', mean: [], min: [], max: [] }] });
  expect(joined([0], [[Infinity, 1]])).toMatchObject({
    columns: [{ mean: [null], min: [1], max: [null] }],
  });
});
