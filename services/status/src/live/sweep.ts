import { ledgerRuns, type Stores } from '@wattline/worker';
import type { RunIndex } from '../run-index/run-index.ts';

const AT_ONCE = 8;

/** Reads again each run that the index does not know, or that may have changed. Returns how many. */
export const sweepLedger = async (options: {
  readonly stores: Stores;
  readonly index: RunIndex;
  readonly loadSummary: (run: string) => Promise<void>;
  readonly signal: AbortSignal;
}): Promise<number> => {
  const { stores, index, loadSummary, signal } = options;
  const active = new Set(index.active());
  const runs = ledgerRuns(stores);
  let read = 0;
  const worker = async (): Promise<void> => {
    for (;;) {
      // One generator, several readers: each takes the next run.
      const { done, value } = await runs.next();
      if (done === true || signal.aborted) return;
      if (index.get(value) !== undefined && !active.has(value)) continue;
      await loadSummary(value);
      read += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return read;
};
