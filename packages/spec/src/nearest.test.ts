import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

test('a misspelt name means the nearest; of two as near, the one of its length', () => {
  const statistics = ['mean', 'min', 'median', 'slope'];
  expect(nearest('medain', statistics)).toBe('median');
  expect(nearest('Meen', statistics)).toBe('mean');
  expect(nearest('quantile', statistics)).toBeUndefined();
});
