import { UsageError } from '@wattline/errors';
import { type Backend, versionNamed } from '@wattline/worker';

/**
 * The version that is meant: of a name (a version, a run, a time, a pin), or without one that which readers should take.
 * Throws UsageError where there is none.
 */
export const requireVersion = async (
  { stores }: Pick<Backend, 'stores'>,
  dataset: string,
  name = 'latest',
): Promise<string> => {
  const version = await versionNamed(stores, dataset, name);
  if (version !== undefined) return version;
  throw name === 'latest'
    ? new UsageError('DATASET_UNKNOWN', `there is no sealed feature set of ${dataset}`, {
        category: 'not-found',
        remedy: 'list what ran with: wattline runs',
      })
    : new UsageError('VERSION_UNKNOWN', `${dataset} has no version ${name}`, {
        category: 'not-found',
        remedy: `list its versions with: wattline history ${dataset}; a run, a time (2026-11-28, 2026-11-28T10:00Z) and the name of a pin are taken too`,
      });
};
