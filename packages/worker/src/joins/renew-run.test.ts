import { expect, test } from 'vitest';
import type { Backend } from '../backend.ts';
import { ledgerKeys } from '../ledger.ts';
import { createMemoryStore } from '../retention/testing/memory-store.ts';
import { newestRequest } from '../runs.ts';
import { renewRun, resendRenewal } from './renew-run.ts';

const run = 'run-1';
const dataset = 'shop';
const renews = [{ dataset: 'weather', version: 'w2' }];
const wish = { run, dataset, after: 0, spec: undefined, renews };

const openWorld = () => {
  const results = createMemoryStore(() => Date.now()).as(async () => {});
  const sent: unknown[] = [];
  let isDead = false;
  const send = async (body: string): Promise<void> => {
    if (isDead) throw new Error('killed');
    sent.push(JSON.parse(body));
  };
  const backend = {
    stores: { results },
    queues: { ingest: { send }, events: { send: async () => {} } },
  } as unknown as Backend;
  return {
    backend,
    sent,
    die: (): void => {
      isDead = true;
    },
    start: (): void => {
      isDead = false;
    },
  };
};

test('of those who saw the same, one asks for the replay', async () => {
  const { backend, sent } = openWorld();
  const asked = await Promise.all([1, 2, 3].map(() => renewRun(backend, wish)));
  expect(asked.filter(Boolean)).toHaveLength(1);
  expect(sent).toEqual([
    expect.objectContaining({ data: { run, dataset, replay: 1, part: 0, parts: 1, stage: 'ingest' } }),
  ]);
  expect(await newestRequest(backend.stores, run)).toMatchObject({
    replay: 1,
    from: 'ingest',
    spec: null,
    renews,
  });
});

test('a process that is killed before it sends the message is made up for, once it is sure that none comes', async () => {
  const { backend, sent, die, start } = openWorld();
  die();
  await expect(renewRun(backend, wish)).rejects.toThrow('killed');
  start();
  expect(await renewRun(backend, wish)).toBe(false);
  const later = Date.now() + 60_000;
  expect(await resendRenewal(backend, wish)).toBe(false);
  expect(sent).toEqual([]);
  expect(await resendRenewal(backend, wish, later)).toBe(true);
  expect(sent).toHaveLength(1);
  // Once somebody took it up, its own retries are enough.
  await backend.stores.results.put(ledgerKeys(run).attempt(1, 'ingest', 0, 'a'), '{}');
  expect(await resendRenewal(backend, wish, later)).toBe(false);
});

test('what somebody asked for is not sent again', async () => {
  const { backend } = openWorld();
  const document = { replay: 1, from: 'ingest', at: '2026-01-01T00:00:00.000Z', spec: null };
  await backend.stores.results.put(ledgerKeys(run).replay(1), JSON.stringify(document));
  expect(await resendRenewal(backend, wish)).toBe(false);
});
