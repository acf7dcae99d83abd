import { expect, test } from 'vitest';
import type { LogEntry } from './dataset-log.ts';
import { versionsInTime } from './known-versions.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const upload = (entry: number, version: string, minute = entry): LogEntry => ({
  type: 'upload',
  entry,
  at: at(minute),
  replay: 0,
  run: `r${entry}`,
  upload: { key: `${entry}.csv`, order: String(entry) },
  readings: [],
  facts: {},
  again: [],
  version,
});

test('a dataset had each version from its entry on, until another', () => {
  const entries: LogEntry[] = [
    upload(1, 'long ago'),
    { type: 'reset', entry: 2, at: at(2) },
    upload(3, 'a'),
    // It changed nothing.
    upload(4, 'a'),
    // By a clock that is slow.
    upload(5, 'b', 1),
    { type: 'restoration', entry: 6, at: at(6), to: 3, version: 'a' },
    { type: 'sweep', entry: 7, at: at(7), versions: ['b'] },
    { type: 'pin', entry: 8, at: at(8), version: 'b' },
    upload(9, 'c'),
  ];
  const found = (version: string) =>
    versionsInTime(entries, version).map((one) => [one.version, one.atMs, one.untilMs, one.isSwept]);
  const ms = (minute: number): number => Date.parse(at(minute));
  const [a, b] = [
    ['a', ms(3), ms(3), false],
    ['b', ms(3), ms(6), true],
  ];
  expect(found('c')).toEqual([
    a,
    b,
    ['a', ms(6), ms(9), false],
    ['c', ms(9), Number.POSITIVE_INFINITY, false],
  ]);
  expect(found('b')).toEqual([a, ['b', ms(3), Number.POSITIVE_INFINITY, true]]);
});
