import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { Stores } from '../backend.ts';
import { createDocument, ledgerKeys, type RunDocument } from '../ledger.ts';
import { createMemoryStore, type MemoryStore } from '../retention/testing/memory-store.ts';
import type { Stage } from '../stage.ts';
import { doShare } from './do-share.ts';
import { divisionOf, type OfferedShare, shareKeys } from './share.ts';

const run: RunDocument = {
  run: 'r',
  dataset: 'd',
  upload: { bucket: 'b', key: 'k', etag: 'e', bytes: 1, at: '2026-01-01T00:00:00Z', order: '1' },
  createdAt: '2026-01-01T00:00:00Z',
};
const plan = { cuts: [1, 2] };
const offered: OfferedShare = {
  ...{ run: 'r', dataset: 'd', replay: 0, part: 0, parts: 1, stage: 'ingest' },
  ...{ division: divisionOf(plan), share: 1 },
};

const open = async (
  written: unknown,
  meanwhile?: (objects: MemoryStore['objects']) => void,
  knowsPlan = true,
) => {
  const { as, objects } = createMemoryStore(() => 0);
  const store = as(async () => undefined);
  await createDocument(store, ledgerKeys('r').run, run);
  await createDocument(store, shareKeys(offered).plan, written);
  const plans: unknown[] = [];
  const stage = {
    share: async (work: { plan: unknown }) => {
      plans.push(work.plan);
      meanwhile?.(objects);
      return { result: {}, files: [] };
    },
    knowsPlan: () => knowsPlan,
  } as unknown as Stage;
  const deliver = (receiveCount: number) =>
    doShare(
      {
        stage,
        stores: { features: store, results: store } as Stores,
        worker: 'helper',
        scratch: mkdtempSync(join(tmpdir(), 'wattline-share-')),
        hitFailpoint: () => undefined,
        log: pino({ enabled: false }),
      },
      offered,
      { receiveCount, signal: new AbortController().signal },
    );
  return { deliver, plans, objects, store };
};

test('a share is done once, by its plan', async () => {
  const { deliver, plans } = await open(plan);
  expect(await deliver(1)).toBe('done');
  expect(await deliver(1)).toBe('skipped');
  expect(await deliver(2)).toBe('skipped');
  expect(plans).toEqual([plan]);
});

test('a share that another took up is done where it is delivered again', async () => {
  const { deliver, store } = await open(plan);
  await createDocument(store, shareKeys(offered).claim(1), { by: 'worker', worker: 'killed' });
  expect(await deliver(1)).toBe('skipped');
  expect(await deliver(2)).toBe('done');
});

test('no share is done by a plan with a flipped bit, and none is taken up', async () => {
  const { deliver, plans, objects } = await open({ cuts: [1, 3] });
  await expect(deliver(1)).rejects.toMatchObject({ code: 'INPUT_CORRUPT' });
  expect(plans).toEqual([]);
  expect(objects.has(shareKeys(offered).claim(1))).toBe(false);
});

test('a share by the plan of another release is left to others', async () => {
  const { deliver, objects } = await open(plan, undefined, false);
  expect(await deliver(1)).toBe('skipped');
  expect(objects.has(shareKeys(offered).claim(1))).toBe(false);
});

test('what a share gave is not written where its run was erased meanwhile', async () => {
  const { deliver, objects } = await open(plan, (all) => all.clear());
  expect(await deliver(1)).toBe('skipped');
  expect([...objects.keys()]).toEqual([]);
});

test('a share of a run that was cancelled is not done', async () => {
  const { deliver, store } = await open(plan);
  await createDocument(store, ledgerKeys('r').rejected(0), {
    ...{ stage: 'ingest', part: 0, at: '2026-01-01T00:00:00Z' },
    error: { code: 'RUN_CANCELLED', message: '', place: {}, remedy: '' },
  });
  expect(await deliver(1)).toBe('skipped');
});
