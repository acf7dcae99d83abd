import type { StoreName } from '@wattline/topology';
import type { ObjectRef } from './ledger.ts';

export interface ObjectPlace {
  readonly store: StoreName;
  readonly key: string;
}

/** Where each file of a sealed feature set is; `path` is its name in the manifest and in a pulled folder. */
export const featureSetPlaces = (dataset: string, version: string) => {
  const root = `feature-sets/${dataset}/version=${version}/`;
  return {
    root,
    manifest: { store: 'features', key: `${root}manifest.json` } as const satisfies ObjectPlace,
    /** Not sealed: what its partitions are made of. */
    partitions: { store: 'features', key: `${root}partitions.json` } as const satisfies ObjectPlace,
    latest: { store: 'features', key: `feature-sets/${dataset}/latest.json` } as const satisfies ObjectPlace,
    file: (path: string): ObjectPlace => {
      if (path.startsWith('training/')) {
        return {
          store: 'models',
          key: `training-sets/${dataset}/version=${version}/${path.slice('training/'.length)}`,
        };
      }
      if (path === 'preprocessor.json')
        return { store: 'models', key: `preprocessors/${dataset}/version=${version}/${path}` };
      if (path === 'profile.json' || path === 'report.html')
        return { store: 'results', key: `reports/${dataset}/version=${version}/${path}` };
      return { store: 'features', key: `${root}${path}` };
    },
  };
};

/** Each replay has its own: a reader never sees rows of another replay than its receipt's. */
export const quarantineKey = (run: string, replay: number): string =>
  `quarantine/${run}/${replay === 0 ? '' : `replay-${String(replay).padStart(4, '0')}/`}quarantine.csv`;

/** A run's refused rows. A replay from a later stage has those of the replay before. Undefined where it has none. */
export const quarantineOf = <Ref extends Pick<ObjectRef, 'key'>>({
  run,
  outputs,
}: {
  readonly run: string;
  readonly outputs: readonly Ref[];
}): Ref | undefined => outputs.find(({ key }) => key.startsWith(`quarantine/${run}/`));
