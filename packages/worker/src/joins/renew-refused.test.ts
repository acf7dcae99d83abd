import { expect, test } from 'vitest';
import type { Backend } from '../backend.ts';
import { featureSetPlaces } from '../feature-set.ts';
import { ledgerKeys } from '../ledger.ts';
import { createMemoryStore } from '../retention/testing/memory-store.ts';
import { newestRequest } from '../runs.ts';
import { renewRefused } from './renew-refused.ts';

const dayAt = (day: number): string => `2026-01-0${day}T00:00:00.000Z`;

const runOf = (run: string, day: number, spec: string) => ({
  run,
  dataset: 'shop',
  upload: { bucket: 'b', key: `shop/${run}`, etag: 'e', bytes: 1, at: dayAt(day), order: dayAt(day) },
  spec: { key: spec },
  createdAt: dayAt(day),
});

const refusal = (other: string, code = 'JOIN_NOT_SEALED') => ({
  stage: 'ingest',
  part: 0,
  at: dayAt(9),
  error: { code, message: 'it is not there', remedy: 'none', place: { value: other } },
});

/** Runs of a shop, refused for want of another dataset. */
const openWorld = async (refused: readonly [run: string, day: number, spec: string, other: string][]) => {
  const open = () => createMemoryStore(() => Date.now()).as(async () => {});
  const [results, features] = [open(), open()];
  const queue = { send: async () => {} };
  const backend = {
    stores: { results, features },
    queues: { ingest: queue, events: queue },
  } as unknown as Backend;
  const put = (key: string, document: unknown) => results.put(key, JSON.stringify(document));
  for (const [run, day, spec, other] of refused) {
    await put(ledgerKeys(run).run, runOf(run, day, spec));
    await put(ledgerKeys(run).rejected(0), refusal(other));
  }
  return {
    backend,
    put,
    seal: (other: string, version: string) =>
      features.put(featureSetPlaces(other, '').latest.key, JSON.stringify({ version, order: version })),
  };
};

test('a refused run is replayed once what it joins is there, and once alone', async () => {
  const { backend, seal } = await openWorld([['a', 1, 's1', 'weather']]);
  expect(await renewRefused(backend, 'shop', ['a'])).toEqual([]);
  await seal('weather', 'w1');
  expect(await renewRefused(backend, 'shop', ['a'])).toEqual(['a']);
  const renews = [{ dataset: 'weather', version: 'w1' }];
  expect(await newestRequest(backend.stores, 'a')).toMatchObject({ replay: 1, spec: { key: 's1' }, renews });
  expect(await renewRefused(backend, 'shop', ['a'])).toEqual([]);
});

test('one that is refused again for the same version is not replayed for that once more', async () => {
  const { backend, put, seal } = await openWorld([['a', 1, 's1', 'weather']]);
  await seal('weather', 'w1');
  await renewRefused(backend, 'shop', ['a']);
  await put(ledgerKeys('a').rejected(1), refusal('weather'));
  expect(await renewRefused(backend, 'shop', ['a'])).toEqual([]);
  await seal('weather', 'w2');
  expect(await renewRefused(backend, 'shop', ['a'])).toEqual(['a']);
});

test('one that was refused for something else is left as it is', async () => {
  const { backend, put, seal } = await openWorld([['a', 1, 's1', 'weather']]);
  await seal('weather', 'w1');
  await put(ledgerKeys('a').rejected(0), refusal('weather', 'JOIN_CIRCULAR'));
  expect(await renewRefused(backend, 'shop', ['a'])).toEqual([]);
});

test('all work by the spec that was chosen last, as they would had they not been refused', async () => {
  const { backend, put, seal } = await openWorld([
    ['a', 1, 's1', 'weather'],
    ['b', 3, 's3', 'weather'],
    ['c', 2, 's2', 'weather'],
  ]);
  await seal('weather', 'w1');
  expect(await renewRefused(backend, 'shop', ['a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
  for (const run of ['a', 'b', 'c'])
    expect(await newestRequest(backend.stores, run)).toMatchObject({ spec: { key: 's3' } });
  // A replay that nobody asked for has chosen nothing, one that somebody did has.
  for (const run of ['a', 'b', 'c']) await put(ledgerKeys(run).rejected(1), refusal('prices'));
  const asked = { replay: 2, from: 'ingest', at: dayAt(8), spec: { key: 's8' } };
  await put(ledgerKeys('a').replay(2), asked);
  await put(ledgerKeys('a').rejected(2), refusal('prices'));
  await seal('prices', 'p1');
  await renewRefused(backend, 'shop', ['a', 'b', 'c']);
  expect(await newestRequest(backend.stores, 'c')).toMatchObject({ replay: 2, spec: { key: 's8' } });
});
