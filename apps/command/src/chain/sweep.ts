import { isSettled, readKeep, type Stores, type Swept, sweepDataset } from '@wattline/worker';
import { listSummaries } from './list-runs.ts';
import type { CommandBackend } from './open.ts';

/** A run that has not ended after so long has nobody who works on it: messages are kept for 14 days. */
const FORGOTTEN_MS = 15 * 86_400_000;

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
}

/** Removes what no kept version of a dataset reaches; of one, or of all. */
export const sweepDatasets = async (
  backend: Pick<CommandBackend, 'stores' | 'dataDir'>,
  {
    dataset,
    dryRun = false,
  }: { readonly dataset?: string | undefined; readonly dryRun?: boolean | undefined },
): Promise<DatasetSweep[]> => {
  const { stores } = backend;
  const swept: DatasetSweep[] = [];
  for (const name of dataset === undefined ? await datasetsOf(stores) : [dataset]) {
    const keep = await readKeep(stores, name);
    const isBusy = async (): Promise<boolean> => {
      const runs = await listSummaries(backend, name);
      const since = Date.now() - FORGOTTEN_MS;
      return runs.some(({ status, uploadedAt }) => !isSettled(status) && Date.parse(uploadedAt) > since);
    };
    swept.push({
      ...(await sweepDataset({ stores, dataset: name, keep: keep ?? 'all', isBusy, dryRun })),
      ...(keep === undefined && { isSpecWrong: true }),
    });
  }
  return swept;
};
