import { randomBytes } from 'node:crypto';
import type { DeletionRequest } from '@wattline/engine/deletion';
import type { Stores } from '../backend.ts';
import { deletionKey, runId } from '../upload.ts';
import type { Erases } from './dataset-log.ts';

export interface RequestedDeletion {
  readonly run: string;
  readonly dataset: string;
  readonly key: string;
}

/** Puts a deletion beside the dataset's uploads: like one of them, it starts a run. */
export const requestDeletion = async (
  { staging }: Pick<Stores, 'staging'>,
  dataset: string,
  deletes: DeletionRequest,
  by?: string,
  erases?: Erases,
): Promise<RequestedDeletion> => {
  const time = new Date().toISOString().replaceAll(':', '-');
  const { key, etag, versionId } = await staging.put(
    deletionKey(dataset, `${time}-${randomBytes(4).toString('hex')}`),
    JSON.stringify({ deletes, ...(by !== undefined && { by }), ...(erases && { erases }) }),
    { contentType: 'application/json', ifAbsent: true },
  );
  const version = versionId === undefined ? {} : { versionId };
  return { run: runId({ bucket: staging.name, key, etag, ...version }), dataset, key };
};
