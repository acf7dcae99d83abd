import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

test('pauses double up to a limit, and no two pages take the same ones', () => {
  expect([0, 1, 2, 5, 50].map((failures) => backoffMs(failures, 0.5))).toEqual([
    500, 1000, 2000, 15_000, 15_000,
  ]);
  expect(backoffMs(0, 0)).toBe(375);
  expect(backoffMs(0, 1)).toBe(625);
});
