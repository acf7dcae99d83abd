import type { StoreName } from '@wattline/topology';

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

export const quarantineKey = (run: string): string => `quarantine/${run}/quarantine.csv`;
