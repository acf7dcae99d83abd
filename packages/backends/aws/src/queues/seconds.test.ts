import { expect, test } from 'vitest';
import { delaySeconds, visibilitySeconds, waitSeconds } from './seconds.ts';

test('times are rounded up, so that nothing comes early', () => {
  expect([0, 1, 1_000, 1_001, 43_200_000].map(visibilitySeconds)).toEqual([0, 1, 1, 2, 43_200]);
  expect([0, 500, 900_000].map(delaySeconds)).toEqual([0, 1, 900]);
});

test('what SQS cannot do is refused; a long wait is cut short', () => {
  expect(() => visibilitySeconds(43_200_001)).toThrow(RangeError);
  expect(() => delaySeconds(900_001)).toThrow('900000 is the most');
  expect([-1, 0, 300, 20_000, 60_000].map(waitSeconds)).toEqual([0, 0, 1, 20, 20]);
});
