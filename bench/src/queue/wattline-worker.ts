import { setTimeout as sleep } from 'node:timers/promises';
import type { MessageQueue, ObjectStore } from '@wattline/backend-contract';
import { createLog, passFailpoints, type Queues, runWorker, type Stage, type Stores } from '@wattline/worker';
import type { Load } from './load.ts';

const REJECTED = JSON.stringify({
  stage: 'transform',
  part: 0,
  at: new Date(0).toISOString(),
  error: { code: 'BENCH', message: 'nothing to do', remedy: 'none', place: {} },
});

const refuse = (): never => {
  throw new Error('a no-op reaches no store');
};

/** A ledger in memory in which every run is rejected: what is left of a message is the worker's own doing. */
const ledgerOf = ({ slowMs }: Load): ObjectStore => ({
  name: 'bench',
  get: async (key) => {
    if (!key.endsWith('/rejected.json')) return undefined;
    if (key.startsWith('runs/slow-')) await sleep(slowMs);
    const info = { key, bytes: REJECTED.length, etag: 'bench', modifiedAt: new Date(0) };
    return { body: Buffer.from(REJECTED), info };
  },
  head: refuse,
  put: refuse,
  putFile: refuse,
  file: refuse,
  copy: refuse,
  list: refuse,
  folders: refuse,
  delete: refuse,
  versions: refuse,
  purge: refuse,
});

const stage: Stage = { name: 'transform', run: refuse };

/** Wattline's worker as the services run it, until all messages are handled. */
export const workOffWith = async (queue: MessageQueue, load: Load, slots: number): Promise<void> => {
  const ledger = ledgerOf(load);
  const stop = new AbortController();
  let handled = 0;
  await runWorker(
    {
      stage,
      backend: {
        stores: { staging: ledger, features: ledger, models: ledger, results: ledger } satisfies Stores,
        queues: {
          ingest: queue,
          transform: queue,
          aggregate: queue,
          publish: queue,
          events: queue,
        } satisfies Queues,
      },
      queue,
      worker: 'bench',
      scratch: '/nowhere',
      slots,
      visibilityMs: 60_000,
      maxFailures: 5,
      maxDeaths: 3,
      retryMs: 1_000,
      graceMs: 25_000,
      hitFailpoint: passFailpoints,
      log: createLog('bench', 'silent'),
      observe: ({ type }) => {
        if (type === 'handled') handled += 1;
        if (handled === load.messages) stop.abort();
      },
    },
    stop.signal,
  );
};
