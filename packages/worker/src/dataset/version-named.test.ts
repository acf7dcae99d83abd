import type { ObjectInfo, ObjectStore } from '@wattline/backend-contract';
import { expect, test } from 'vitest';
import { versionNamed } from './version-named.ts';

const documents = new Map<string, unknown>();
const found = (key: string) => documents.get(key);
const store = {
  head: async (key: string) => (found(key) === undefined ? undefined : ({ key } as ObjectInfo)),
  get: async (key: string) =>
    found(key) === undefined
      ? undefined
      : { info: { key } as ObjectInfo, body: new TextEncoder().encode(JSON.stringify(found(key))) },
} as unknown as ObjectStore;

const deletion = (run: string, version: string) => ({
  type: 'deletion',
  replay: 0,
  run,
  upload: { key: 'k', order: '1' },
  deletes: { entity: 'm' },
  rows: 1,
  version,
});

/** One entry a day, at noon, from 1 November on. */
const entries: readonly object[] = [
  deletion('run-1', 'v1'),
  deletion('run-2', 'v2'),
  { type: 'pin', version: 'v1', name: 'audit' },
  { type: 'restoration', to: 1, version: 'v1' },
  deletion('run-1', 'v3'),
  { type: 'pin', version: 'v2', name: 'old' },
  { type: 'unpin', version: 'v2' },
  { type: 'reset' },
];
for (const [index, entry] of entries.entries()) {
  const number = index + 1;
  documents.set(`datasets/town/log/${String(number).padStart(6, '0')}.json`, {
    ...entry,
    entry: number,
    at: `2026-11-0${number}T12:00:00.000Z`,
  });
}
documents.set('feature-sets/town/latest.json', { version: 'v3', order: '3' });
documents.set('feature-sets/town/version=2026-11-02/manifest.json', {});

test.each<[what: string, name: string, version: string | undefined]>([
  ['the one that readers take', 'latest', 'v3'],
  ['a sealed version, whatever it is called', '2026-11-02', '2026-11-02'],
  ['a pin', 'audit', 'v1'],
  ['a pin that was taken off', 'old', undefined],
  ['as of the newest upload of a run', 'run-1', 'v3'],
  ['as of an upload', 'run-2', 'v2'],
  ['as of the end of a day', '2026-11-01', 'v1'],
  ['as of a time', '2026-11-02T12:00Z', 'v2'],
  ['as of a moment before', '2026-11-02T11:59:59Z', 'v1'],
  ['as of a time with an offset', '2026-11-02T12:30+01:00', 'v1'],
  ['restored meanwhile', '2026-11-04', 'v1'],
  ['as of a time in which it began anew', '2026-12-01', 'v3'],
  ['before there was one', '2026-10-31', undefined],
  ['no version at all', 'nothing', undefined],
])('%s', async (_, name, version) => {
  expect(await versionNamed({ features: store, results: store }, 'town', name)).toBe(version);
});
