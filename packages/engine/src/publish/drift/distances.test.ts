import { expect, test } from 'vitest';
import { distances } from './distances.ts';

test.each([
  ['alike', [10, 20, 30], [1, 2, 3], 0, 0],
  // By hand: (0.2 − 0.5)·ln(0.2/0.5) + (0.8 − 0.5)·ln(0.8/0.5).
  ['moved', [50, 50], [20, 80], 0.3 * Math.log(2.5) + 0.3 * Math.log(1.6), 0.3],
  // An empty bin counts as 0.0001: (0.0001 − 0.5)·ln(0.0002) + (1 − 0.5)·ln 2.
  ['all in one', [5, 5], [0, 7], 0.4999 * Math.log(5000) + 0.5 * Math.log(2), 0.5],
  ['turned round', [1, 0, 9], [9, 0, 1], 2 * 0.8 * Math.log(9), 0.8],
])('%s', (_, expected, actual, psi, ks) => {
  const found = distances(expected, actual);
  expect(found.psi).toBeCloseTo(psi, 12);
  expect(found.ks).toBeCloseTo(ks, 12);
});

/** `ks_2samp(np.repeat(range(10), expected), np.repeat(range(10), actual)).statistic` of scipy 1.17.1. */
test('is what scipy finds of the binned values', () => {
  const expected = [10, 10, 10, 10, 10, 10, 10, 10, 10, 10];
  const actual = [2, 3, 5, 8, 10, 12, 14, 15, 16, 15];
  expect(distances(expected, actual).ks).toBeCloseTo(0.22, 12);
});
