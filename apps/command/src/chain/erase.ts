import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  announceEntries,
  type Erased,
  eraseDataset,
  isSettled,
  pendingErasures,
  readLog,
} from '@wattline/worker';
import { eraseLocal, type LocalTrace } from './erase-local.ts';
import { listSummaries } from './list-runs.ts';
import type { CommandBackend } from './open.ts';

/** A run that has not ended after so long has nobody who works on it: messages are kept for 14 days. */
const FORGOTTEN_MS = 15 * 86_400_000;

type EraseBackend = Pick<CommandBackend, 'stores' | 'queues' | 'dataDir' | 'scratch'> & {
  readonly idle?: boolean;
};

/** Besides, what the data folder has of it that is no object. */
export interface ErasedHere extends Erased {
  readonly logs?: readonly LocalTrace[];
}

/** Whether a run of the dataset is waiting or running. */
export const isBusy = async (backend: EraseBackend, dataset: string): Promise<boolean> => {
  const runs = await listSummaries(backend, dataset);
  const since = Date.now() - FORGOTTEN_MS;
  return runs.some(({ status, uploadedAt }) => !isSettled(status) && Date.parse(uploadedAt) > since);
};

/** Lends a folder for files that are read. */
export const withScratch = async <Result>(
  { scratch }: Pick<CommandBackend, 'scratch'>,
  use: (folder: string) => Promise<Result>,
): Promise<Result> => {
  await mkdir(scratch, { recursive: true });
  const folder = await mkdtemp(join(scratch, 'erase-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Goes on with what was begun to be erased of a dataset. */
export const eraseFurther = async (
  backend: EraseBackend,
  dataset: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<ErasedHere[]> => {
  const { stores, dataDir, idle = false } = backend;
  if (pendingErasures(await readLog(stores.results, dataset)).length === 0) return [];
  const all = await withScratch(backend, (scratch) =>
    eraseDataset({
      stores,
      dataset,
      scratch,
      signal,
      announce: announceEntries(backend),
      isBusy: () => isBusy(backend, dataset),
      runs: async () => (await listSummaries(backend, dataset)).map(({ run }) => run),
    }),
  );
  if (dataDir === undefined) return all;
  const here: ErasedHere[] = [];
  for (const one of all) {
    const logs = await eraseLocal(dataDir, one.entity, { isIdle: idle });
    here.push({ ...one, ...(logs.length > 0 && { logs }) });
  }
  return here;
};
