import { setTimeout as sleep } from 'node:timers/promises';
import { type Erased, eraseDataset, isSettled, mentionsAsJson, readReceipt } from '@wattline/worker';
import type { StatusDeps } from '../deps.ts';

type EraseDeps = Pick<StatusDeps, 'backend' | 'index' | 'live' | 'log' | 'signal'>;

const POLL_MS = 500;
const ALL = { limit: Number.MAX_SAFE_INTEGER };

const isPending = ({ left }: Erased): boolean => left === 'busy' || left === 'swept';

/** Once the deletion of an erasure is sealed, all else goes. Where the service ends before, the next sweep goes on. */
const eraseOnce = async ({ backend, index, live, signal }: EraseDeps, dataset: string): Promise<Erased[]> => {
  const { stores, scratch } = backend;
  const erased = await eraseDataset({
    stores,
    dataset,
    scratch,
    signal,
    isBusy: async () => index.list({ dataset, statuses: ['waiting', 'running'] }, { limit: 1 }).total > 0,
    runs: async () => index.list({ dataset }, ALL).runs.map(({ run }) => run),
  });
  for (const { entity } of erased)
    for (const summary of index.list({ dataset }, ALL).runs)
      if (mentionsAsJson(JSON.stringify(summary), entity)) await live.refresh(summary.run);
  return erased;
};

/** Waits for the run of an erasure, and goes on with it until it is through, or cannot go on. */
export const eraseFurther = async (deps: EraseDeps, dataset: string, run: string): Promise<void> => {
  const { backend, log, signal } = deps;
  const pause = (): Promise<unknown> => sleep(POLL_MS, undefined, { signal });
  try {
    for (;;) {
      const receipt = await readReceipt(backend.stores, run);
      if (receipt !== undefined && isSettled(receipt.status)) break;
      await pause();
    }
    for (;;) {
      const erased = await eraseOnce(deps, dataset);
      if (erased.some(isPending)) await pause();
      else {
        // What it was called must not stand in a log.
        const traces = erased.reduce((sum, one) => sum + one.traces.length, 0);
        log.info({ dataset, run, traces, left: erased.flatMap(({ left }) => left ?? []) }, 'erased');
        return;
      }
    }
  } catch (err) {
    if (!signal.aborted) log.error({ dataset, run, err }, 'the erasure goes on with the next sweep');
  }
};
