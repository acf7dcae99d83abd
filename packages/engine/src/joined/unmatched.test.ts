import { expect, test } from 'vitest';
import { unmatchedIn } from './unmatched.ts';

const named = (count: number): string[] => Array.from({ length: count }, (_, i) => `m${i}`).reverse();

test('entities without rows of their name are told, the first of them by name', () => {
  expect(unmatchedIn('site', named(8), new Set(['m0', 'x', 'y']))).toEqual({
    join: 'site',
    without: 7,
    first: ['m1', 'm2', 'm3', 'm4', 'm5'],
    all: 8,
    unused: 2,
  });
  // Others may have more.
  expect(unmatchedIn('site', named(3), new Set(named(9)))).toBeUndefined();
});
