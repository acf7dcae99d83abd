import { Spec, type SpecInput } from '@wattline/spec';
import { expect, test } from 'vitest';
import { surveySets } from './survey-sets.ts';

const span = { from: '2024-01-01T00:00:00.000Z', to: '2024-04-09T23:00:00.000Z' };
const setsOf = (more: Partial<SpecInput>) =>
  surveySets(
    Spec.parse({
      time: { column: 't', zone: 'UTC', cadence: '1h' },
      values: { v: {} },
      interval: '1h',
      ...more,
    }),
    span,
  );

test('each horizon is one more copy of the training sets, and a fold what it is trained on and tested with', () => {
  expect(setsOf({})).toEqual({ trainingFiles: 3, trainingCopies: 1 });
  const target = { columns: ['v_mean'], horizons: ['1h', '24h'] };
  expect(setsOf({ target })).toEqual({ trainingFiles: 9, trainingCopies: 3 });
  // Of 100 days: trained on 70 and 80, tested with 10 each.
  const split = { train: 0.7, validation: 0.2, test: 0.1, folds: { count: 2, test: '10d' } };
  expect(setsOf({ split })).toEqual({ trainingFiles: 7, trainingCopies: 1 + 1.7 });
  const both = setsOf({ split, target });
  expect(both.trainingFiles).toBe(3 * 7);
  expect(both.trainingCopies).toBeCloseTo(3 * 2.7 - (2 * 23) / 2_400, 6);
  const long = { ...split, folds: { count: 9, test: '10d' } };
  expect(() => setsOf({ split: long })).toThrow(/No row is left to train the first of 9 folds on/);
});
