import pMap from 'p-map';
import type { Stores } from '../backend.ts';
import { decideRenewal } from './decide-renewal.ts';
import { mayJoin } from './joined-by.ts';
import { readJoining } from './read-joining.ts';

const CONCURRENCY = 4;

/** The datasets that have joined another version of one than its latest, each with the run whose replay renews it. */
export const datasetsBehind = async (
  stores: Stores,
  other: string,
): Promise<{ readonly dataset: string; readonly run: string }[]> => {
  const found = await pMap(
    await mayJoin(stores.results, other),
    async (dataset) => {
      const joining = await readJoining(stores, dataset);
      if (joining === undefined) return [];
      const { run, facts } = joining;
      const decision = decideRenewal({ ...facts, isBusy: false, inVain: [] });
      const isBehind = decision.type === 'renew' && decision.renews.some((one) => one.dataset === other);
      return isBehind ? [{ dataset, run }] : [];
    },
    { concurrency: CONCURRENCY },
  );
  return found.flat();
};
