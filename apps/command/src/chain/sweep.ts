import {
  announceEntries,
  isSettled,
  readKeep,
  type Stores,
  type Swept,
  sweepDataset,
} from '@wattline/worker';
import { type ErasedHere, eraseFurther, isBusy } from './erase.ts';
import { listSummaries } from './list-runs.ts';
import type { CommandBackend } from './open.ts';

const FEATURE_SETS = 'feature-sets/';

const datasetsOf = async ({ features }: Stores): Promise<string[]> => {
  const datasets: string[] = [];
  for await (const folder of features.folders(FEATURE_SETS))
    datasets.push(folder.slice(FEATURE_SETS.length, -1));
  return datasets;
};

export interface DatasetSweep extends Swept {
  /** The dataset's spec cannot be read, so everything is kept. */
  readonly isSpecWrong?: true;
  /** Erasures that were gone on with. */
  readonly erased?: readonly ErasedHere[];
}

/** Removes what no kept version of a dataset reaches; of one, or of all. */
export const sweepDatasets = async (
  backend: Pick<CommandBackend, 'stores' | 'queues' | 'dataDir' | 'scratch' | 'keepDays'>,
  {
    dataset,
    dryRun = false,
  }: { readonly dataset?: string | undefined; readonly dryRun?: boolean | undefined },
): Promise<DatasetSweep[]> => {
  const { stores } = backend;
  const swept: DatasetSweep[] = [];
  for (const name of dataset === undefined ? await datasetsOf(stores) : [dataset]) {
    const keep = await readKeep(stores, name);
    const erased = dryRun ? [] : await eraseFurther(backend, name);
    swept.push({
      ...(await sweepDataset({
        stores,
        dataset: name,
        keep: keep ?? 'all',
        isBusy: () => isBusy(backend, name),
        dryRun,
        announce: announceEntries(backend),
        ages: {
          keepDays: backend.keepDays,
          runs: async () =>
            (
              await listSummaries(backend, name)
            )
              .filter(({ status }) => isSettled(status))
              .map(({ run, uploadedAt }) => ({ run, atMs: Date.parse(uploadedAt) })),
        },
      })),
      ...(erased.length > 0 && { erased }),
      ...(keep === undefined && { isSpecWrong: true }),
    });
  }
  return swept;
};
