import { setTimeout as sleep } from 'node:timers/promises';
import type { StatusDeps } from '../deps.ts';
import { type SweepDeps, sweepOne } from './sweep-one.ts';

/** The index of runs is whole by then. */
const FIRST_MS = 10 * 60_000;
const EVERY_MS = 6 * 3_600_000;
const FEATURE_SETS = 'feature-sets/';

/** Sweeps every dataset once. One that fails holds up no other. */
export const sweepAll = async (deps: SweepDeps & Pick<StatusDeps, 'log' | 'signal'>): Promise<void> => {
  const { backend, log, signal } = deps;
  for await (const folder of backend.stores.features.folders(FEATURE_SETS)) {
    if (signal.aborted) return;
    const dataset = folder.slice(FEATURE_SETS.length, -1);
    try {
      const { keep: _, pinned: __, ...swept } = await sweepOne(deps, dataset, { dryRun: false });
      if (swept.versions.length > 0 || swept.readings.files > 0 || swept.aged !== undefined)
        log.info({ ...swept, versions: swept.versions.length }, 'swept');
    } catch (err) {
      log.error({ dataset, err }, 'the dataset could not be swept');
    }
  }
};

/** Sweeps some times a day until the service stops: on S3, where no `wattline up` does. */
export const sweepRegularly = async (
  deps: SweepDeps & Pick<StatusDeps, 'log' | 'signal'>,
  { firstMs = FIRST_MS, everyMs = EVERY_MS }: { readonly firstMs?: number; readonly everyMs?: number } = {},
): Promise<void> => {
  const { signal } = deps;
  for (let waitMs = firstMs; !signal.aborted; waitMs = everyMs) {
    await sleep(waitMs, undefined, { signal, ref: false }).catch(() => undefined);
    if (!signal.aborted) await sweepAll(deps);
  }
};
