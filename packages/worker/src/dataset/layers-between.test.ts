import { expect, test } from 'vitest';
import type { LogEntry, UploadEntry } from './dataset-log.ts';
import { layersBetween } from './layers-between.ts';

const at = '2026-01-01T00:00:00.000Z';

const upload = (
  entry: number,
  run: string,
  version: string,
  more: Partial<UploadEntry> = {},
): UploadEntry => ({
  type: 'upload',
  entry,
  at,
  replay: 0,
  run,
  upload: { key: `${run}.csv`, order: run },
  readings: [],
  facts: { entry },
  version,
  again: [],
  ...more,
});

const deletion: LogEntry = {
  type: 'deletion',
  entry: 4,
  at,
  replay: 0,
  run: 'd',
  upload: { key: 'd.json', order: 'd' },
  deletes: { entity: 'm' },
  rows: 1,
  version: 'v4',
};

const between = (entries: readonly LogEntry[], from: string, to: string, sameKey?: 'replace') =>
  layersBetween(entries, { version: from, sameKey }, { version: to, sameKey })?.map(
    ({ change, layer }) => `${change} ${layer.run}`,
  );

// b came late, and goes before a in the order of the store.
const log = [upload(1, 'b', 'v1'), upload(2, 'a', 'v2'), upload(3, 'c', 'v3'), deletion];

test('what one version has and the other lacks, either way', () => {
  expect(between(log, 'v1', 'v3')).toEqual(['joined a', 'joined c']);
  expect(between(log, 'v3', 'v1')).toEqual(['left a', 'left c']);
  expect(between(log, 'v3', 'v4')).toEqual(['joined d']);
  expect(between(log, 'v2', 'v2')).toEqual([]);
  expect(between(log, 'v1', 'unknown')).toBeUndefined();
  expect(between(log, 'unknown', 'v1')).toBeUndefined();
});

test('an upload that changed nothing lies between no versions but those around it', () => {
  const same = [...log.slice(0, 2), upload(3, 'same', 'v2'), upload(4, 'c', 'v3')];
  expect(between(same, 'v2', 'v3')).toEqual(['joined c']);
  expect(between(same, 'v1', 'v2')).toEqual(['joined a', 'joined same']);
});

test('an upload that was read again by another spec is between them', () => {
  const again = [{ run: 'b', upload: { key: 'b.csv', order: 'b' }, readings: [], facts: { by: 'e' } }];
  expect(between([...log.slice(0, 2), upload(3, 'e', 'v3', { again })], 'v2', 'v3')).toEqual([
    'read-again b',
    'joined e',
  ]);
});

test('an upload of which a replay keeps the same readings under another name is not read again', () => {
  const kept = (key: string, sha256: string) => ({
    facts: {},
    readings: [{ store: 'features' as const, key, bytes: 1, sha256 }],
  });
  const replayed = (sha256: string) => [
    upload(1, 'a', 'v1', kept('a-0', 'x')),
    upload(2, 'a', 'v2', kept('a-1', sha256)),
  ];
  expect(between(replayed('x'), 'v1', 'v2')).toEqual([]);
  expect(between(replayed('y'), 'v1', 'v2')).toEqual(['read-again a']);
});

test('a dataset that began anew, was restored, or replaces files of one name', () => {
  const reset: LogEntry = { type: 'reset', entry: 4, at };
  expect(between([...log.slice(0, 3), reset, upload(5, 'n', 'v5')], 'v3', 'v5')).toEqual([
    'left a',
    'left b',
    'left c',
    'joined n',
  ]);
  const restored: LogEntry = { type: 'restoration', entry: 4, at, to: 1, version: 'v1' };
  expect(between([...log.slice(0, 3), restored], 'v3', 'v1')).toEqual(['left a', 'left c']);
  const named = { upload: { key: 'day.csv', order: 'x' } };
  const replaced = [
    upload(1, 'b', 'v1', named),
    upload(2, 'c', 'v2', { upload: { key: 'day.csv', order: 'y' } }),
  ];
  expect(between(replaced, 'v1', 'v2', 'replace')).toEqual(['left b', 'joined c']);
});
