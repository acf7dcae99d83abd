import {
  announceEntries,
  isSettled,
  type Keep,
  readKeep,
  type Swept,
  serviceKinds,
  sweepDataset,
} from '@wattline/worker';
import type { StatusDeps } from '../deps.ts';

export type SweepDeps = Pick<StatusDeps, 'backend' | 'config' | 'index'>;

const ALL = { limit: Number.MAX_SAFE_INTEGER };

/** Removes what nothing keeps of a dataset, or says what that would be. */
export const sweepOne = async (
  { backend, config, index }: SweepDeps,
  dataset: string,
  { dryRun }: { readonly dryRun: boolean },
): Promise<Swept & { readonly keep: Keep }> => {
  const { stores } = backend;
  const keep = (await readKeep(stores, dataset)) ?? 'all';
  const swept = await sweepDataset({
    stores,
    dataset,
    keep,
    dryRun,
    announce: announceEntries(backend),
    isBusy: async () => index.list({ dataset, statuses: ['waiting', 'running'] }, { limit: 1 }).total > 0,
    ages: {
      keepDays: config.keepDays,
      runs: async () =>
        index
          .list({ dataset }, ALL)
          .runs.filter(({ status }) => isSettled(status))
          .map(({ run, uploadedAt }) => ({ run, atMs: Date.parse(uploadedAt) })),
      // On one machine it may remove old uploads too.
      kinds: config.adapters.store === 'directory' ? undefined : serviceKinds,
    },
  });
  return { ...swept, keep };
};
