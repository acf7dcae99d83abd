import { expect, test } from 'vitest';
import { decideShare, pauseAfterLookMs, type Standing } from './decide-share.ts';

const standing = (shares: number, known: Partial<Standing> = {}): Standing => ({
  shares,
  done: new Set(),
  claimedMs: new Map(),
  longestMs: 0,
  ...known,
});

test('a task takes the last share that nobody is at', () => {
  expect(decideShare(standing(4), 0)).toEqual({ type: 'do', share: 3 });
  const some = standing(4, { done: new Set([3]), claimedMs: new Map([[2, 0]]) });
  expect(decideShare(some, 0)).toEqual({ type: 'do', share: 1 });
});

test('it waits for those that workers are at, as long as they may take', () => {
  const waiting = standing(2, { done: new Set([1]), claimedMs: new Map([[0, 1_000]]) });
  expect(decideShare(waiting, 1_000)).toMatchObject({ type: 'wait' });
  expect(decideShare(waiting, 5_999)).toMatchObject({ type: 'wait' });
  expect(decideShare(waiting, 6_000)).toEqual({ type: 'do', share: 0 });
  expect(decideShare({ ...waiting, longestMs: 10_000 }, 30_999)).toMatchObject({ type: 'wait' });
  expect(decideShare({ ...waiting, longestMs: 10_000 }, 31_000)).toEqual({ type: 'do', share: 0 });
});

test('it is finished once all are done', () => {
  expect(decideShare(standing(2, { done: new Set([0, 1]) }), 0)).toEqual({ type: 'finished' });
  expect(decideShare(standing(0), 0)).toEqual({ type: 'finished' });
});

test('of many shares, and of slow looks, it looks less often', () => {
  expect(pauseAfterLookMs({ shares: 3, tookMs: 1 })).toBe(200);
  expect(pauseAfterLookMs({ shares: 400, tookMs: 1 })).toBe(800);
  expect(pauseAfterLookMs({ shares: 400, tookMs: 100 })).toBe(1_000);
});
