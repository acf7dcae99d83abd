import type { RunSummary } from '@wattline/api';
import { datasetsBehind, JOIN_NOT_SEALED, mayJoin } from '@wattline/worker';
import { log } from '../print.ts';
import type { CommandBackend } from './open.ts';

type Ended = Pick<RunSummary, 'run' | 'key' | 'status' | 'version' | 'error'>;

/**
 * Runs that were refused because a dataset had no version, whose files no later run has sealed.
 *
 * @param runs of one dataset, the newest first
 */
export const refusedBefore = <Run extends Ended>(runs: readonly Run[], sealed: string): Run[] => {
  const since = new Set<string>();
  return runs.filter(({ key, status, version, error }) => {
    if (version !== undefined) since.add(key);
    return (
      status === 'rejected' &&
      error?.code === JOIN_NOT_SEALED &&
      error.place.value === sealed &&
      !since.has(key)
    );
  });
};

/** What joins a dataset that has a new version, and does not have that: without services nobody renews it by itself. */
export const sayBehind = async (
  backend: Pick<CommandBackend, 'stores' | 'dataDir'>,
  sealed: string,
): Promise<void> => {
  const { stores } = backend;
  for (const { dataset, run } of await datasetsBehind(stores, sealed))
    log(
      `${dataset} joins an earlier version of ${sealed}: wattline up renews it, or wattline replay ${run} --same-spec`,
    );
  const joining = await mayJoin(stores.results, sealed);
  if (joining.length === 0) return;
  const { listSummaries } = await import('./list-runs.ts');
  for (const dataset of joining)
    for (const { run, key } of refusedBefore(await listSummaries(backend, dataset), sealed))
      log(
        `run ${run} (${key}) of ${dataset} was refused before ${sealed} had a version, and is in none: wattline up replays it, or wattline replay ${run} --same-spec`,
      );
};
