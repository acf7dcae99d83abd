import { expect, test } from 'vitest';
import { ledgerKeys, type StageDone } from './ledger.ts';
import { readDone } from './read-done.ts';
import { createMemoryStore } from './retention/testing/memory-store.ts';

const task = { run: 'r', replay: 0 };
const key = ledgerKeys('r').done(0, 'ingest', 0);

const doneBy = (version: string, filler: number): StageDone => ({
  ...{ stage: 'ingest', part: 0, parts: 1, outputs: [] },
  ...{ startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:00:01Z' },
  result: { version, filler: 'x'.repeat(filler) },
});

const open = () => {
  const { as } = createMemoryStore(() => 0);
  const store = as(async () => undefined);
  let gets = 0;
  const counting: typeof store = {
    ...store,
    get: (...given) => {
      gets += 1;
      return store.get(...given);
    },
  };
  return { store: counting, gets: () => gets };
};

test('a large record is read once, as long as it is the same', async () => {
  const { store, gets } = open();
  await store.put(key, JSON.stringify(doneBy('a', 100_000)));
  const first = await readDone(store, task, 'ingest', 0);
  expect(await readDone(store, task, 'ingest', 0)).toBe(first);
  expect(gets()).toBe(1);
  await store.put(key, JSON.stringify(doneBy('b', 100_000)));
  expect((await readDone(store, task, 'ingest', 0))?.result.version).toBe('b');
  await store.delete(key);
  expect(await readDone(store, task, 'ingest', 0)).toBeUndefined();
});

test('a small one is read as it is there', async () => {
  const { store, gets } = open();
  await store.put(key, JSON.stringify(doneBy('a', 10)));
  await readDone(store, task, 'ingest', 0);
  await readDone(store, task, 'ingest', 0);
  expect(gets()).toBe(2);
});
