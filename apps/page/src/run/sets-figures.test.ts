import { expect, test } from 'vitest';
import { setsFigures } from './sets-figures.ts';

const fold = (number: number, train: number, horizon?: string) => ({
  horizon,
  fold: number,
  trainUntil: `2024-05-0${number}T00:00:00.000Z`,
  testFrom: `2024-05-0${number + 1}T00:00:00.000Z`,
  testUntil: `2024-05-0${number + 2}T00:00:00.000Z`,
  train,
  test: 24,
});

test('a run shows the training sets of its horizons, and its folds', () => {
  expect(setsFigures({})).toEqual([]);
  expect(
    setsFigures({
      horizons: [{ horizon: '24h', train: 1_200, validation: 30, test: 40 }],
      folds: [fold(1, 900), fold(2, 1_000), fold(1, 800, '24h')],
    }),
  ).toEqual([
    { label: 'train, 24h ahead', value: '1,200', detail: 'validation 30, test 40' },
    { label: 'folds', value: '2', detail: 'tested 2024-05-02 to 2024-05-04; train 900 to 1,000 rows' },
    { label: 'folds, 24h ahead', value: '1', detail: 'tested 2024-05-02 to 2024-05-03; train 800 rows' },
  ]);
});
