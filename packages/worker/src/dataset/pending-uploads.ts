import type { ObjectInfo } from '@wattline/backend-contract';
import type { Stores } from '../backend.ts';
import { isSettled, readReceipt } from '../receipt.ts';
import { datasetOf, isDeletion, runId, STAGING_PREFIX } from '../upload.ts';
import type { LogEntry } from './dataset-log.ts';

/** Whether a run may yet add its upload to the dataset: by now it has not, and nothing says that it will not. */
const mayJoin = async (stores: Stores, run: string): Promise<boolean> => {
  const receipt = await readReceipt(stores, run);
  return receipt === undefined || (!isSettled(receipt.status) && receipt.stages[0]?.status !== 'done');
};

/** Whether a file of the dataset that the store has since `at` or earlier has not joined it, but may. */
export const hasPendingUpload = async (
  stores: Stores,
  dataset: string,
  at: string,
  entries: readonly LogEntry[],
): Promise<boolean> => {
  const known = new Set(entries.flatMap((one) => ('run' in one ? [one.run] : [])));
  const isEarlier = ({ modifiedAt }: ObjectInfo): boolean => modifiedAt.toISOString() <= at;
  // A file straight in the staging folder is the dataset of its own name.
  for (const prefix of [`${STAGING_PREFIX}${dataset}/`, `${STAGING_PREFIX}${dataset}.`])
    for await (const info of stores.staging.list(prefix)) {
      if (datasetOf(info.key) !== dataset || isDeletion(info.key) || !isEarlier(info)) continue;
      const { key, etag, versionId } = info;
      const run = runId({
        bucket: stores.staging.name,
        key,
        etag,
        ...(versionId !== undefined && { versionId }),
      });
      if (!known.has(run) && (await mayJoin(stores, run))) return true;
    }
  return false;
};
