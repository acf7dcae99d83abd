import type { ObjectInfo } from '@wattline/backend-contract';
import { firstStage } from '@wattline/topology';
import pMap from 'p-map';
import type { Stores } from '../backend.ts';
import { ledgerKeys } from '../ledger.ts';
import { newestReplay } from '../runs.ts';
import { datasetOf, isDeletion, runId, STAGING_PREFIX } from '../upload.ts';
import { readRunEnd } from './run-end.ts';

/** `at-work`: a run of one has been begun, and has not come to its entry. `unseen`: no service took one up yet. */
export type ToJoin = 'at-work' | 'unseen' | 'none';

const CONCURRENCY = 16;

const stateOf = async (stores: Stores, run: string): Promise<ToJoin> => {
  const { results } = stores;
  const keys = ledgerKeys(run);
  if ((await results.head(keys.run)) === undefined) return 'unseen';
  if ((await results.head(keys.done(0, firstStage, 0))) !== undefined) return 'none';
  const end = await readRunEnd(results, { run, replay: await newestReplay(stores, run) });
  return end === 'joining' ? 'at-work' : 'none';
};

/** Whether files that the store has since `until` or earlier, but not before `since`, are still to join a dataset. */
export const uploadsToJoin = async (
  stores: Stores,
  dataset: string,
  { since, until }: { readonly since: Date; readonly until: Date },
): Promise<ToJoin> => {
  const runs: string[] = [];
  const isMeant = ({ key, modifiedAt }: ObjectInfo): boolean =>
    datasetOf(key) === dataset && !isDeletion(key) && modifiedAt >= since && modifiedAt <= until;
  // A file straight in the staging folder is the dataset of its own name.
  for (const prefix of [`${STAGING_PREFIX}${dataset}/`, `${STAGING_PREFIX}${dataset}.`])
    for await (const info of stores.staging.list(prefix)) {
      if (!isMeant(info)) continue;
      const { key, etag, versionId } = info;
      const upload = { bucket: stores.staging.name, key, etag };
      runs.push(runId({ ...upload, ...(versionId !== undefined && { versionId }) }));
    }
  const states = await pMap(runs, (run) => stateOf(stores, run), { concurrency: CONCURRENCY });
  return states.find((state) => state === 'at-work') ?? states.find((state) => state === 'unseen') ?? 'none';
};
