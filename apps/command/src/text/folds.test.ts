import { expect, test } from 'vitest';
import { foldLines } from './folds.ts';

const fold = (day: number, train: number, horizon?: string) => ({
  horizon,
  testFrom: `2024-05-0${day}T00:00:00.000Z`,
  testUntil: `2024-05-0${day + 1}T00:00:00.000Z`,
  train,
  test: 24,
});

test('folds are a line for each horizon: how many, when they are tested, and their rows', () => {
  expect(foldLines([])).toEqual([]);
  expect(foldLines([fold(1, 1_000), fold(2, 1_024), fold(2, 900, '24h')])).toEqual([
    [
      'folds',
      '2, tested from 2024-05-01T00:00:00.000Z to 2024-05-03T00:00:00.000Z: train 1,000 to 1,024, test 24 rows',
    ],
    [
      '24h folds',
      '1, tested from 2024-05-02T00:00:00.000Z to 2024-05-03T00:00:00.000Z: train 900, test 24 rows',
    ],
  ]);
});
