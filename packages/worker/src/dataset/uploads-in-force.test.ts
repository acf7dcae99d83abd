import { expect, test } from 'vitest';
import type { LogEntry, UploadEntry } from './dataset-log.ts';
import { uploadEntries } from './dataset-log.ts';
import { uploadsInForce } from './uploads-in-force.ts';

const at = '2026-01-01T00:00:00.000Z';

const upload = (entry: number, run: string, order: string, more: Partial<UploadEntry> = {}): UploadEntry => ({
  type: 'upload',
  entry,
  at,
  replay: 0,
  run,
  upload: { key: `${run}.csv`, order },
  readings: [],
  facts: { entry },
  version: 'v',
  again: [],
  ...more,
});

const runs = (entries: readonly LogEntry[], sameKey?: 'add' | 'replace'): string[] =>
  uploadsInForce(uploadEntries(entries), { sameKey }).map(({ run }) => run);

test('uploads count in the order of the store, not of the log', () => {
  expect(runs([upload(1, 'b', '2'), upload(2, 'a', '1'), upload(3, 'c', '3')])).toEqual(['a', 'b', 'c']);
});

test('an upload counts once, as it was read last', () => {
  const again = upload(3, 'c', '3', {
    again: [{ run: 'a', upload: { key: 'a.csv', order: '1' }, readings: [], facts: { by: 'c' } }],
  });
  const log = [upload(1, 'a', '1'), upload(2, 'b', '2'), again, upload(4, 'b', '2', { replay: 1 })];
  expect(runs(log)).toEqual(['a', 'b', 'c']);
  const facts = uploadsInForce(uploadEntries(log)).map((kept) => kept.facts);
  expect(facts).toEqual([{ by: 'c' }, { entry: 4 }, { entry: 3 }]);
});

test('of uploads under one key the last counts, where the spec says so', () => {
  const key = { key: 'day.csv' };
  const log = [
    upload(1, 'b', '2', { upload: { ...key, order: '2' } }),
    upload(2, 'a', '1', { upload: { ...key, order: '1' } }),
    upload(3, 'other', '0'),
  ];
  expect(runs(log)).toEqual(['other', 'a', 'b']);
  expect(runs(log, 'replace')).toEqual(['other', 'b']);
});

test('an upload that was removed is none, however it was read, until it joins again', () => {
  const other = { run: 'a', upload: { key: 'a.csv', order: '1' }, readings: [], facts: {} };
  const log = [upload(1, 'a', '1'), upload(2, 'b', '2', { again: [other] })];
  const removal = { type: 'removal', entry: 3, at, run: 'a' } as const;
  expect(runs([...log, removal])).toEqual(['b']);
  expect(runs([...log, removal, upload(4, 'a', '1', { replay: 1 })])).toEqual(['a', 'b']);
});

test('a dataset that began anew has no upload of before', () => {
  const reset = { type: 'reset', entry: 2, at } as const;
  expect(runs([upload(1, 'a', '1'), reset])).toEqual([]);
  expect(runs([upload(1, 'a', '1'), reset, upload(3, 'b', '2')])).toEqual(['b']);
});
