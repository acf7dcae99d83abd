import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type MessageQueue,
  ObjectNotFound,
  type ObjectStore,
  PreconditionFailed,
} from '@wattline/backend-contract';
import { sha256 } from '@wattline/hash';
import { expect, test } from 'vitest';
import type { Stores } from '../backend.ts';
import { createDocument } from '../ledger.ts';
import { type DoneShare, divideTask } from './divide-task.ts';
import { divisionOf, ShareOffered, shareKeys } from './share.ts';

/** As much of a store as shares need. */
const openMemoryStore = () => {
  const objects = new Map<string, Buffer>();
  const info = (key: string, body: Buffer) => ({
    ...{ key, bytes: body.length, etag: sha256(body), modifiedAt: new Date(0) },
  });
  const store: Pick<ObjectStore, 'name' | 'get' | 'put' | 'head' | 'list' | 'file'> = {
    name: 'features',
    get: async (key) => {
      const body = objects.get(key);
      return body && { body, info: info(key, body) };
    },
    head: async (key) => {
      const body = objects.get(key);
      return body && info(key, body);
    },
    put: async (key, body, { ifAbsent } = {}) => {
      if (ifAbsent === true && objects.has(key)) throw new PreconditionFailed(key);
      objects.set(key, Buffer.from(body));
      return info(key, Buffer.from(body));
    },
    list: async function* (prefix) {
      for (const [key, body] of objects) if (key.startsWith(prefix)) yield info(key, body);
    },
    file: async (key, folder) => {
      const body = objects.get(key);
      if (body === undefined) throw new ObjectNotFound(key);
      const path = join(folder, 'file');
      writeFileSync(path, body);
      return path;
    },
  };
  return { store: store as ObjectStore, objects };
};

const task = { run: 'r', dataset: 'd', replay: 0, part: 0, parts: 1 };
const plan = { of: 'a test' };

/** Divides a task whose shares other workers do as they are offered, in a way. */
const divideAmong = async (help: (store: ObjectStore, share: number) => Promise<void>) => {
  const { store, objects } = openMemoryStore();
  const queue = {
    send: async (body: string) => {
      const { share } = ShareOffered.parse(JSON.parse(body)).data;
      await help(store, share);
    },
  };
  const own: number[] = [];
  const done = await divideTask({
    stores: { features: store } as unknown as Stores,
    queue: queue as unknown as MessageQueue,
    stage: 'ingest',
    task,
    worker: 'leader',
    scratch: mkdtempSync(join(tmpdir(), 'wattline-shares-')),
    signal: AbortSignal.timeout(60_000),
  })({
    plan,
    shares: 3,
    own: async (share): Promise<DoneShare> => {
      own.push(share);
      return { result: { by: 'leader' }, files: [] };
    },
  });
  return { done, own, objects };
};

const keys = shareKeys({
  ...{ run: task.run, replay: task.replay, part: task.part, stage: 'ingest' },
  division: divisionOf(plan),
});
const rows = Buffer.from('rows');
const reported = (share: number) => ({
  result: { by: 'worker' },
  outputs: [
    {
      name: 'rows.arrow',
      ref: { store: 'features', key: keys.output(share, 'a', 'rows.arrow'), bytes: 4, sha256: sha256(rows) },
    },
  ],
});

const claimed = (store: ObjectStore, share: number) =>
  createDocument(store, keys.claim(share), { by: 'worker', worker: 'helper' });

test('what other workers did is taken, and the task does the last share', async () => {
  const { done, own } = await divideAmong(async (store, share) => {
    await claimed(store, share);
    await store.put(keys.output(share, 'a', 'rows.arrow'), rows);
    await createDocument(store, keys.done(share), reported(share));
  });
  expect(own).toEqual([2]);
  expect(done.map(({ result }) => result.by)).toEqual(['worker', 'worker', 'leader']);
  expect(done[0]?.files).toEqual([{ name: 'rows.arrow', path: expect.any(String) }]);
});

test.for<[what: string, report: (share: number) => unknown, bytes: Buffer | undefined]>([
  ['a flipped bit in its rows', reported, Buffer.from('rowr')],
  ['rows that are gone', reported, undefined],
  ['a report of another form', () => ({ outputs: [] }), rows],
])('a share with %s is done by the task itself, and is fetched once', async ([, report, bytes]) => {
  const { done, own } = await divideAmong(async (store, share) => {
    await claimed(store, share);
    if (bytes !== undefined) await store.put(keys.output(share, 'a', 'rows.arrow'), bytes);
    await createDocument(store, keys.done(share), report(share));
  });
  expect(own.toSorted()).toEqual([0, 1, 2]);
  expect(done.map(({ result }) => result.by)).toEqual(['leader', 'leader', 'leader']);
});

test('a report that is half written is none', async () => {
  const { own } = await divideAmong(async (store, share) => {
    await claimed(store, share);
    await store.put(keys.done(share), '{"result":');
  });
  expect(own.toSorted()).toEqual([0, 1, 2]);
});

test('thousands of shares are looked at together, not after each', async () => {
  const { store } = openMemoryStore();
  let looks = 0;
  const counting: ObjectStore = {
    ...store,
    list: (prefix) => {
      looks += 1;
      return store.list(prefix);
    },
  };
  const shares = 2_000;
  const done = await divideTask({
    stores: { features: counting } as unknown as Stores,
    queue: { send: async () => undefined } as unknown as MessageQueue,
    stage: 'ingest',
    task,
    worker: 'leader',
    scratch: mkdtempSync(join(tmpdir(), 'wattline-shares-')),
    signal: AbortSignal.timeout(60_000),
  })({ plan, shares, own: async (share) => ({ result: { share }, files: [] }) });
  expect(done.map(({ result }) => result.share)).toEqual(Array.from({ length: shares }, (_, share) => share));
  expect(looks).toBeLessThan(shares / 10);
});

test('of many shares it looks less often while it waits', async () => {
  const { store } = openMemoryStore();
  const [shares, late] = [400, 7];
  const finish = (share: number) =>
    createDocument(store, keys.done(share), { result: { by: 'worker' }, outputs: [] });
  let looks = 0;
  const watched: ObjectStore = {
    ...store,
    list: (prefix) => {
      looks += 1;
      if (looks === 2) setTimeout(() => void finish(late), 2_000);
      return store.list(prefix);
    },
  };
  await divideTask({
    stores: { features: watched } as unknown as Stores,
    queue: {
      send: async (body: string) => {
        const { share } = ShareOffered.parse(JSON.parse(body)).data;
        await claimed(store, share);
        if (share !== late) await finish(share);
      },
    } as unknown as MessageQueue,
    stage: 'ingest',
    task,
    worker: 'leader',
    scratch: mkdtempSync(join(tmpdir(), 'wattline-shares-')),
    signal: AbortSignal.timeout(60_000),
  })({ plan, shares, own: async () => ({ result: { by: 'leader' }, files: [] }) });
  // Before anything is offered, when all are claimed, then after 0.8 s each; five a second would be ten more.
  expect(looks).toBeLessThanOrEqual(5);
});
