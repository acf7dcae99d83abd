import { expect, test } from 'vitest';
import type { Identity } from '../identity.ts';
import { observe, type Settling, settledAt } from './settling.ts';

const times = { quietMs: 750, unseenQuietMs: 5_000, emptyMs: 5_000 };
const file = (bytes: number, ino = '1'): Identity => ({
  bytes,
  ino,
  bornNs: ino,
  mtimeNs: String(bytes),
  ctimeNs: String(bytes),
});
const follow = (...seen: [at: number, identity: Identity][]): number => followBy(true, ...seen);

const followBy = (isWriterSeen: boolean, ...seen: [at: number, identity: Identity][]): number => {
  const last = seen.reduce<Settling | undefined>(
    (before, [at, identity]) => observe(before, identity, at),
    undefined,
  );
  if (last === undefined) throw new Error('nothing was seen');
  return settledAt(last, times, isWriterSeen);
};

test('a file settles once it is unchanged for the quiet time', () => {
  expect(follow([100, file(5)])).toBe(850);
  expect(follow([100, file(5)], [500, file(5)])).toBe(850);
});

test('a file that pauses as it grows is waited for twice as long as its longest pause', () => {
  expect(follow([0, file(5)], [600, file(6)], [700, file(7)])).toBe(700 + 1_200);
});

test('another file under the same name is no growth', () => {
  expect(follow([0, file(5)], [600, file(6, '2')])).toBe(600 + 750);
  expect(follow([0, file(6)], [600, file(5)])).toBe(600 + 750);
});

test('an empty file is waited for longer, and its first content is no pause', () => {
  expect(follow([0, file(0)])).toBe(5_000);
  expect(follow([0, file(0)], [4_000, file(1)])).toBe(4_750);
});

test('a file that gets a line now and then is not waited for without end', () => {
  expect(follow([0, file(1)], [3_600_000, file(2)])).toBe(3_630_000);
});

test('a file whose writer cannot be seen outlasts a pause of three seconds', () => {
  expect(followBy(false, [0, file(5)])).toBe(5_000);
  expect(followBy(false, [0, file(5)], [3_000, file(6)])).toBe(3_000 + 6_000);
});
