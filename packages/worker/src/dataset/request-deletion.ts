import { randomBytes } from 'node:crypto';
import type { DeletionRequest } from '@wattline/engine/deletion';
import type { Stores } from '../backend.ts';
import { expectRun } from '../expected-run.ts';
import { deletionKey } from '../upload.ts';
import type { Erases } from './dataset-log.ts';

export interface RequestedDeletion {
  readonly run: string;
  readonly dataset: string;
  readonly key: string;
}

/** Puts a deletion beside the dataset's uploads: like one of them, it starts a run. */
export const requestDeletion = async (
  stores: Pick<Stores, 'staging' | 'results'>,
  dataset: string,
  deletes: DeletionRequest,
  by?: string,
  erases?: Erases,
): Promise<RequestedDeletion> => {
  const time = new Date().toISOString().replaceAll(':', '-');
  const put = await stores.staging.put(
    deletionKey(dataset, `${time}-${randomBytes(4).toString('hex')}`),
    JSON.stringify({ deletes, ...(by !== undefined && { by }), ...(erases && { erases }) }),
    { contentType: 'application/json', ifAbsent: true },
  );
  return { run: await expectRun(stores, dataset, put), dataset, key: put.key };
};
