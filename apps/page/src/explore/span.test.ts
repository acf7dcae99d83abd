import { expect, test } from 'vitest';
import { moved, zoomedTo } from './span.ts';

const whole = { from: 0, to: 1000 };

test('from all of it a zoom shows the end, else the middle of what is seen', () => {
  expect(zoomedTo(100, whole, whole)).toEqual({ from: 900, to: 1000 });
  expect(zoomedTo(100, { from: 200, to: 400 }, whole)).toEqual({ from: 250, to: 350 });
});

test('nothing beyond the whole is shown', () => {
  expect(zoomedTo(5000, { from: 200, to: 400 }, whole)).toEqual(whole);
  expect(moved(-1, { from: 20, to: 120 }, whole)).toEqual({ from: 0, to: 100 });
  expect(moved(1, { from: 850, to: 950 }, whole)).toEqual({ from: 900, to: 1000 });
});
