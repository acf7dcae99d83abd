import type { StoreName } from '@wattline/topology';
import type { ObjectRef } from './ledger.ts';

export interface ObjectPlace {
  readonly store: StoreName;
  readonly key: string;
}

/** Parquet files that versions share, by their content. */
export const sharedFolders = (dataset: string) =>
  ({ features: `feature-sets/${dataset}/files/`, models: `training-sets/${dataset}/files/` }) as const;

/** How a version's uploads are written: beside its manifest, which two ways to write the same readings share. */
export const WRITTEN = 'written.json';

/** Where each file of a sealed feature set is; `path` is its name in the manifest and in a pulled folder. */
export const featureSetPlaces = (dataset: string, version: string) => {
  const root = `feature-sets/${dataset}/version=${version}/`;
  const file = (path: string): ObjectPlace => {
    if (path.startsWith('training/')) {
      return {
        store: 'models',
        key: `training-sets/${dataset}/version=${version}/${path.slice('training/'.length)}`,
      };
    }
    if (path === 'preprocessor.json')
      return { store: 'models', key: `preprocessors/${dataset}/version=${version}/${path}` };
    if (path === 'profile.json' || path === 'report.html' || path === 'report.json')
      return { store: 'results', key: `reports/${dataset}/version=${version}/${path}` };
    return { store: 'features', key: `${root}${path}` };
  };
  return {
    root,
    manifest: { store: 'features', key: `${root}manifest.json` } as const satisfies ObjectPlace,
    /** Not sealed: how the uploads are written that it consists of, for who reads such texts. */
    written: { store: 'features', key: `${root}${WRITTEN}` } as const satisfies ObjectPlace,
    /** Not sealed: what its partitions are made of. */
    partitions: { store: 'features', key: `${root}partitions.json` } as const satisfies ObjectPlace,
    /** Not sealed: of its partitions, what a later version would read them for. */
    summaries: { store: 'features', key: `${root}summaries.json` } as const satisfies ObjectPlace,
    /** Not sealed: how its training span is distributed. */
    drift: { store: 'features', key: `${root}drift.json` } as const satisfies ObjectPlace,
    /** Not sealed: of its partitions, how the rows after a training span are. */
    driftCounts: { store: 'features', key: `${root}drift-counts.json` } as const satisfies ObjectPlace,
    latest: { store: 'features', key: `feature-sets/${dataset}/latest.json` } as const satisfies ObjectPlace,
    delta: { store: 'features', key: `feature-sets/${dataset}/_delta_log/` } as const satisfies ObjectPlace,
    /** A file that the version has for itself. */
    file,
    /** A file as the manifest names it. */
    sealed: ({ path, object }: { readonly path: string; readonly object?: string }): ObjectPlace => {
      const own = file(path);
      return object === undefined ? own : { store: own.store, key: object };
    },
    /** A file that other versions have too. */
    shared: (path: string, sha256: string): ObjectPlace => {
      const [, kind, folders = ''] = /^(features|training)\/(.*\/)/.exec(path) ?? [];
      const store = kind === 'training' ? 'models' : 'features';
      // Some readers of Delta tables take partition columns from the names of folders.
      return { store, key: `${sharedFolders(dataset)[store]}${folders}${sha256}.parquet` };
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
