import { expect, test } from 'vitest';
import { sharesOf } from './shares.ts';

test('whose messages are under way least get the next ones', () => {
  const busy = { group: 'busy', underWay: 5 };
  expect([...sharesOf([busy, { group: 'quiet', underWay: 0 }], 3)]).toEqual([['quiet', 3]]);
  expect([...sharesOf([busy, { group: 'quiet', underWay: 4 }], 4)]).toEqual([
    ['quiet', 2],
    ['busy', 2],
  ]);
  expect([...sharesOf([], 4)]).toEqual([]);
});
