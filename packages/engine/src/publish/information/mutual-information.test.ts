import { expect, test } from 'vitest';
import { binned, contingency } from './binned.ts';
import { mutualInformation } from './mutual-information.ts';

const bins = (values: readonly (number | null)[]) =>
  binned(Float64Array.from(values, (value) => value ?? Number.NaN));

const corrected = (nats: number, bins: number, pairs: number): number =>
  nats - ((bins - 1) * (bins - 1)) / (2 * pairs);

test.each([
  [
    'each says all of the other',
    [
      [40, 0],
      [0, 40],
    ],
    corrected(Math.log(2), 2, 80),
  ],
  [
    'neither says anything',
    [
      [10, 20],
      [20, 40],
    ],
    0,
  ],
  ['one bin', [[7]], 0],
  [
    'no pairs',
    [
      [0, 0],
      [0, 0],
    ],
    0,
  ],
  // `mutual_info_score(None, None, contingency=…)` of scikit-learn 1.9.1.
  [
    'some',
    [
      [30, 10, 5],
      [4, 22, 9],
      [1, 8, 31],
    ],
    corrected(0.31196578874987657, 3, 120),
  ],
  [
    'some of two',
    [
      [50, 10],
      [10, 50],
    ],
    corrected(0.242585971693641, 2, 120),
  ],
])('%s', (_, pairs, nats) => {
  expect(mutualInformation(pairs)).toBeCloseTo(nats, 12);
});

test('values are in bins of about as many each; equal ones in one, and those that are not there in none', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => (i * 37) % 100);
  const { bins: found, count } = bins(hundred);
  expect(count).toBe(10);
  expect(hundred.map((value) => Math.floor(value / 10))).toEqual([...found]);
  expect([...bins([0, 0, 0, null, 1, 0]).bins]).toEqual([0, 0, 0, -1, 1, 0]);
  expect(bins([5, 5, 5]).count).toBe(1);
  expect(bins([null, null]).count).toBe(1);
});

test('rows without one of the values are left out', () => {
  expect(contingency(bins([0, 1, null, 1]), bins([1, 0, 1, null]))).toEqual([
    [0, 1],
    [1, 0],
  ]);
});
