import { expect, onTestFinished, test, vi } from 'vitest';
import type { Backend } from '../backend.ts';
import { entryKey } from '../dataset/dataset-log.ts';
import { featureSetPlaces } from '../feature-set.ts';
import { ledgerKeys } from '../ledger.ts';
import { createMemoryStore } from '../retention/testing/memory-store.ts';
import { newestRequest } from '../runs.ts';
import { datasetsBehind } from './datasets-behind.ts';
import { noteJoins } from './joined-by.ts';
import { joiningVersions } from './joining-versions.ts';
import { renewDataset } from './renew-dataset.ts';

const at = '2026-01-01T00:00:00.000Z';
const spec = { key: 'staging-directory/shop/wattline.yaml', versionId: 's1' };

const joinOf = (version: string) => ({
  join: 'weather',
  dataset: 'weather',
  version,
  content: version,
  isOne: true,
});

const entryOf = (entry: number, run: string) => ({
  type: 'upload',
  entry,
  at,
  replay: 0,
  run,
  upload: { key: `staging-directory/shop/${run}`, order: String(entry) },
  readings: [],
  facts: {},
  version: `v${entry}`,
  joined: [joinOf('w1')],
});

const runOf = (run: string) => ({
  run,
  dataset: 'shop',
  upload: { bucket: 'b', key: `staging-directory/shop/${run}`, etag: 'e', bytes: 1, at, order: at },
  spec,
  createdAt: at,
});

const doneOf = (stage: string) => ({
  stage,
  part: 0,
  parts: 1,
  startedAt: at,
  finishedAt: at,
  outputs: [],
  result: {},
});

/** A shop whose two uploads have joined version w1 of the weather, whose latest is w2. */
const openWorld = async (joinsOfWeather: Record<string, object> = {}) => {
  let left = Number.POSITIVE_INFINITY;
  const request = async (): Promise<void> => {
    if (left === 0) throw new Error('killed');
    left -= 1;
  };
  const open = () => createMemoryStore(() => Date.now()).as(request);
  const [results, features, staging] = [open(), open(), open()];
  const sent: string[] = [];
  const send = async (body: string): Promise<void> => {
    await request();
    sent.push(body);
  };
  const backend = {
    stores: { results, features, staging },
    queues: { ingest: { send }, events: { send: request } },
  } as unknown as Backend;
  const put = (store: typeof results, key: string, document: unknown) =>
    store.put(key, JSON.stringify(document));
  for (const [index, run] of ['a', 'b'].entries()) {
    await put(results, entryKey('shop', index + 1), entryOf(index + 1, run));
    await put(results, ledgerKeys(run).run, runOf(run));
    for (const stage of ['ingest', 'publish'] as const)
      await put(results, ledgerKeys(run).done(0, stage, 0), doneOf(stage));
  }
  const places = featureSetPlaces('weather', 'w2');
  await put(features, places.latest.key, { version: 'w2', order: 'w2' });
  const manifest = {
    spec: { time: {}, interval: '1h', joins: joinsOfWeather },
    columns: [],
    availability: {},
    files: [],
  };
  await put(features, places.manifest.key, manifest);
  return {
    backend,
    sent,
    results,
    put,
    /** Requests that a process may still make before it is killed. */
    live: (requests: number): void => {
      left = requests;
    },
    made: (requests: number): number => requests - left,
  };
};

const renews = [{ dataset: 'weather', version: 'w2' }];

test('its newest upload is replayed, by the spec of its newest version, once', async () => {
  const { backend, sent } = await openWorld();
  expect(await renewDataset(backend, 'shop')).toEqual({ type: 'renew', renews, run: 'b' });
  expect(await newestRequest(backend.stores, 'b')).toMatchObject({ replay: 1, spec, renews });
  expect(await renewDataset(backend, 'shop')).toMatchObject({ type: 'busy' });
  expect(await newestRequest(backend.stores, 'a')).toEqual({ replay: 0 });
  expect(sent).toHaveLength(1);
});

test('wherever the process is killed, the next one comes to the same', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const whole = await openWorld();
  whole.live(1_000);
  await renewDataset(whole.backend, 'shop');
  const requests = whole.made(1_000);
  expect(requests).toBeGreaterThan(10);
  for (let survived = 0; survived < requests; survived += 1) {
    const { backend, sent, live } = await openWorld();
    live(survived);
    await expect(renewDataset(backend, 'shop')).rejects.toThrow('killed');
    live(Number.POSITIVE_INFINITY);
    vi.setSystemTime(Date.now() + 60_000);
    await renewDataset(backend, 'shop');
    expect(await newestRequest(backend.stores, 'b')).toMatchObject({ replay: 1, renews });
    expect(new Set(sent.map((body) => JSON.parse(body).id)).size).toBe(1);
  }
});

test('one that came to nothing, or was cancelled, is not asked for again; that of the next version is', async () => {
  const { backend, results, put } = await openWorld();
  await renewDataset(backend, 'shop');
  const error = { code: 'JOIN_COLUMN_UNKNOWN', message: 'it is gone', remedy: 'none', place: {} };
  await put(results, ledgerKeys('b').rejected(1), { stage: 'ingest', part: 0, at, error });
  expect(await renewDataset(backend, 'shop')).toMatchObject({ type: 'in-vain' });
  // Who cancels it takes the upload out of the dataset.
  await put(results, entryKey('shop', 3), { type: 'removal', entry: 3, at, run: 'b' });
  expect(await renewDataset(backend, 'shop')).toMatchObject({ type: 'in-vain' });
  await put(backend.stores.features, featureSetPlaces('weather', '').latest.key, {
    version: 'w3',
    order: 'w3',
  });
  expect(await renewDataset(backend, 'shop')).toMatchObject({ type: 'renew', run: 'a' });
});

test('who asks what is behind is told of the dataset, and of those whose versions have what it joined', async () => {
  const { backend, results, put } = await openWorld();
  const { stores } = backend;
  expect(await datasetsBehind(stores, 'weather')).toEqual([]);
  await noteJoins(results, 'shop', ['weather', 'weather']);
  await noteJoins(results, 'town', ['weather']);
  expect(await datasetsBehind(stores, 'weather')).toEqual([{ dataset: 'shop', run: 'b' }]);
  expect(await joiningVersions(results, 'weather')).toEqual(['shop']);
  await put(results, entryKey('shop', 3), { type: 'sweep', entry: 3, at, versions: ['v1', 'v2'] });
  expect(await joiningVersions(results, 'weather')).toEqual([]);
  await put(stores.features, featureSetPlaces('weather', '').latest.key, { version: 'w1', order: 'w1' });
  expect(await datasetsBehind(stores, 'weather')).toEqual([]);
});

test('where the other joins it in turn, it is left as it is', async () => {
  const { backend, sent } = await openWorld({ town: { dataset: 'shop' } });
  expect(await renewDataset(backend, 'shop')).toMatchObject({ type: 'circular' });
  expect(sent).toEqual([]);
});
