import { ledgerRuns, type Stores } from '@wattline/worker';
import pMap from 'p-map';
import type { RunIndex } from '../run-index/run-index.ts';

const CONCURRENT_READS = 8;

/** Reads again each run that the index does not know, or that may have changed. Returns how many. */
export const sweepLedger = async (options: {
  readonly stores: Stores;
  readonly index: RunIndex;
  readonly loadSummary: (run: string) => Promise<void>;
  readonly signal: AbortSignal;
}): Promise<number> => {
  const { stores, index, loadSummary, signal } = options;
  const active = new Set(index.active());
  const changed = async function* () {
    for await (const run of ledgerRuns(stores)) {
      if (signal.aborted) return;
      if (index.get(run) === undefined || active.has(run)) yield run;
    }
  };
  const read = await pMap(changed(), loadSummary, { concurrency: CONCURRENT_READS });
  return read.length;
};
