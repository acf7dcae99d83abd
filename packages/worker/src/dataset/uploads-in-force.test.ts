import { expect, test } from 'vitest';
import type { DeletionEntry, LogEntry, UploadEntry } from './dataset-log.ts';
import { joinedEntries } from './dataset-log.ts';
import { layersInForce } from './uploads-in-force.ts';

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
  layersInForce(joinedEntries(entries), { sameKey }).map(({ run }) => run);

const deletion = (
  entry: number,
  run: string,
  order: string,
  deletes: DeletionEntry['deletes'],
): DeletionEntry => ({
  type: 'deletion',
  entry,
  at,
  replay: 0,
  run,
  upload: { key: `${run}.json`, order },
  deletes,
  rows: 0,
  version: 'v',
});

test('uploads count in the order of the store, not of the log', () => {
  expect(runs([upload(1, 'b', '2'), upload(2, 'a', '1'), upload(3, 'c', '3')])).toEqual(['a', 'b', 'c']);
});

test('an upload counts once, as it was read last', () => {
  const again = upload(3, 'c', '3', {
    again: [{ run: 'a', upload: { key: 'a.csv', order: '1' }, readings: [], facts: { by: 'c' } }],
  });
  const log = [upload(1, 'a', '1'), upload(2, 'b', '2'), again, upload(4, 'b', '2', { replay: 1 })];
  expect(runs(log)).toEqual(['a', 'b', 'c']);
  const facts = layersInForce(joinedEntries(log)).map((kept) => 'facts' in kept && kept.facts);
  expect(facts).toEqual([{ by: 'c' }, { entry: 4 }, { entry: 3 }]);
});

test('what a deletion counts against is dated before it, as it was read last for whichever upload', () => {
  const kept = (run: string, order: string) => ({
    run,
    upload: { key: `${run}.csv`, order },
    readings: [],
    facts: { again: run },
  });
  const log = [
    upload(1, 'c', '3', { upload: { key: 'a.csv', order: '3' } }),
    upload(2, 'a', '1', { again: [kept('c', '3')] }),
    deletion(3, 'e', '4', { upload: 'a' }),
    upload(4, 'd', '5', { again: [kept('a', '1')] }),
  ];
  const before = layersInForce(joinedEntries(log), { sameKey: 'replace' }, '2');
  expect(before).toEqual([expect.objectContaining({ run: 'a', facts: { again: 'a' } })]);
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

test('a deletion has its place in the order of the store, whenever it joined', () => {
  const log = [deletion(1, 'd', '2', { entity: 'M' }), upload(2, 'c', '3'), upload(3, 'a', '1')];
  expect(runs(log)).toEqual(['a', 'd', 'c']);
  expect(layersInForce(joinedEntries(log))[1]).toEqual({
    type: 'deletion',
    run: 'd',
    deletes: { entity: 'M' },
  });
  expect(runs([...log, { type: 'removal', entry: 4, at, run: 'd' }])).toEqual(['a', 'c']);
});

test('an upload that is deleted stays so when it is read again, until its deletion is deleted', () => {
  const log = [upload(1, 'a', '1'), upload(2, 'b', '2'), deletion(3, 'd', '3', { upload: 'a' })];
  expect(runs(log)).toEqual(['b']);
  expect(runs([...log, upload(4, 'a', '1', { replay: 1 })])).toEqual(['b']);
  expect(runs([...log, deletion(4, 'e', '4', { upload: 'd' })])).toEqual(['a', 'b']);
  expect(
    runs([...log, deletion(4, 'e', '4', { upload: 'd' }), deletion(5, 'f', '5', { upload: 'e' })]),
  ).toEqual(['b']);
});

test('of uploads under one key, one that is deleted does not take the place of those before it', () => {
  const key = { key: 'day.csv' };
  const log = [
    upload(1, 'a', '1', { upload: { ...key, order: '1' } }),
    upload(2, 'b', '2', { upload: { ...key, order: '2' } }),
    deletion(3, 'd', '3', { upload: 'b' }),
  ];
  expect(runs(log, 'replace')).toEqual(['a']);
});
