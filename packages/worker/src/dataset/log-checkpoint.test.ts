import type { ObjectStore } from '@wattline/backend-contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../retention/testing/memory-store.ts';
import { appendEntry, entriesAfter, openDatasetLog, readLog, rewriteEntry } from './dataset-log.ts';
import { purgeCheckpoint } from './log-checkpoint.ts';
import type { LogEntry } from './log-entry.ts';

const D = 'town';
const at = '2026-01-01T00:00:00.000Z';

const upload = (entry: number): LogEntry => ({
  type: 'upload',
  entry,
  at,
  replay: 0,
  run: `run-${entry}`,
  upload: { key: `${entry}.csv`, order: String(entry) },
  readings: [],
  facts: { dataset: { spec: { entity: 'meter' } }, upload: { columns: ['load'], of: entry % 3 } },
  version: `v${entry}`,
  again: entry % 5 === 0 ? [{ ...uploadOf(entry - 1), facts: { dataset: 1 } }] : [],
});

const uploadOf = (entry: number) => ({
  run: `run-${entry}`,
  upload: { key: `${entry}.csv`, order: String(entry) },
  readings: [],
});

const erasure = (entry: number): LogEntry => ({
  type: 'deletion',
  entry,
  at,
  replay: 0,
  run: `run-${entry}`,
  upload: { key: `${entry}.json`, order: String(entry) },
  deletes: { entity: 'M1' },
  rows: 1,
  erases: { dropFiles: false },
  version: `v${entry}`,
});

const watched = () => {
  const memory = createMemoryStore(() => 0);
  let requests = 0;
  const store = memory.as(async () => {
    requests += 1;
  });
  return { memory, store, requests: () => requests };
};

/** As a run adds its entry. */
const add = async (store: ObjectStore, entryOf: (entry: number) => LogEntry): Promise<LogEntry> => {
  const log = openDatasetLog(store, D);
  const entry = entryOf((await log.entries()).length + 1);
  expect(await appendEntry(store, D, entry)).toBe(true);
  await log.keep(entry);
  return entry;
};

test('a long log is read with few requests', async () => {
  const { store, requests } = watched();
  for (let entry = 1; entry <= 200; entry += 1) await add(store, upload);
  const before = requests();
  expect(await readLog(store, D)).toEqual(Array.from({ length: 200 }, (_, index) => upload(index + 1)));
  expect(requests() - before).toBeLessThanOrEqual(2 + 16);
});

test('what an erasure takes out of the log is in no checkpoint, and nobody reads it from one', async () => {
  const { memory, store } = watched();
  for (let entry = 1; entry <= 20; entry += 1) await add(store, upload);
  expect([...memory.objects.keys()]).toContain(`datasets/${D}/checkpoint.json`);
  const old = memory.objects.get(`datasets/${D}/checkpoint.json`);
  const last = await add(store, erasure);
  await purgeCheckpoint(store, D);
  const erased: LogEntry = { ...upload(3), upload: { key: 'erased', order: '3' } } as LogEntry;
  await rewriteEntry(store, D, erased);
  for (let entry = 1; entry <= 20; entry += 1) await add(store, upload);
  // Not before the erasure is through.
  expect([...memory.objects.keys()]).not.toContain(`datasets/${D}/checkpoint.json`);
  // One that a process of before wrote too late.
  if (old !== undefined) memory.objects.set(`datasets/${D}/checkpoint.json`, old);
  expect((await readLog(store, D))[2]).toEqual(erased);
  await rewriteEntry(store, D, { ...last, deletes: { erased: true } } as LogEntry);
  expect((await readLog(store, D))[2]).toEqual(erased);
  await add(store, upload);
  expect(memory.objects.get(`datasets/${D}/checkpoint.json`)).not.toEqual(old);
  expect((await readLog(store, D))[2]).toEqual(erased);
});

test('whatever happens to a log, it reads as its entries do one by one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 120 }), async (steps) => {
      const { store } = watched();
      let pending: LogEntry | undefined;
      for (const step of steps) {
        if (step > 1) await add(store, upload);
        else if (pending === undefined) {
          pending = await add(store, erasure);
          await purgeCheckpoint(store, D);
        } else {
          await rewriteEntry(store, D, { ...upload(1), facts: {} } as LogEntry);
          await rewriteEntry(store, D, { ...pending, deletes: { erased: true } } as LogEntry);
          pending = undefined;
        }
      }
      expect(await readLog(store, D)).toEqual(await entriesAfter(store, D, 0));
    }),
    { numRuns: 60 },
  );
});
