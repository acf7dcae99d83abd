import type { ObjectInfo, ObjectStore } from '@wattline/backend-contract';
import type { StoreName } from '@wattline/topology';
import pMap from 'p-map';
import type { Stores } from '../backend.ts';
import { featureSetPlaces } from '../feature-set.ts';
import type { SealedVersion } from './kept-versions.ts';

const CONCURRENCY = 16;

/** An object of a version, and where it is. */
export type Stored = ObjectInfo & { readonly store: StoreName };

/** Where versions of a dataset have files. */
export const versionRoots = (dataset: string): readonly (readonly [StoreName, string])[] => [
  ['features', `feature-sets/${dataset}/`],
  ['models', `training-sets/${dataset}/`],
  ['models', `preprocessors/${dataset}/`],
  ['results', `reports/${dataset}/`],
];

export const listed = async (store: ObjectStore, prefix: string): Promise<ObjectInfo[]> => {
  const found: ObjectInfo[] = [];
  for await (const info of store.list(prefix)) found.push(info);
  return found;
};

export const foldersOf = async (stores: Stores, dataset: string): Promise<string[]> => {
  const versions = new Set<string>();
  for (const [store, root] of versionRoots(dataset))
    for await (const folder of stores[store].folders(root)) {
      const [, version] = /^version=(.+)\/$/.exec(folder.slice(root.length)) ?? [];
      if (version !== undefined) versions.add(version);
    }
  return [...versions].sort();
};

export const objectsOf = async (stores: Stores, dataset: string, version: string): Promise<Stored[]> => {
  const found: Stored[] = [];
  for (const [store, root] of versionRoots(dataset))
    for (const info of await listed(stores[store], `${root}version=${version}/`))
      found.push({ ...info, store });
  return found;
};

export const sealedOf = async (
  features: ObjectStore,
  dataset: string,
  versions: readonly string[],
): Promise<SealedVersion[]> => {
  const found = await pMap(
    versions,
    async (version): Promise<SealedVersion[]> => {
      const manifest = await features.head(featureSetPlaces(dataset, version).manifest.key);
      return manifest === undefined ? [] : [{ version, sealedAtMs: manifest.modifiedAt.getTime() }];
    },
    { concurrency: CONCURRENCY },
  );
  return found.flat();
};

/** Manifests go first, all of them: without its own nobody sees a version, and versions share files. */
export const inOrder = <One extends Pick<Stored, 'key'>>(
  dataset: string,
  versions: readonly { readonly version: string; readonly objects: readonly One[] }[],
): One[] => {
  const manifests = new Set<string>(
    versions.map(({ version }) => featureSetPlaces(dataset, version).manifest.key),
  );
  return versions
    .flatMap(({ objects }) => objects)
    .toSorted((a, b) => Number(manifests.has(b.key)) - Number(manifests.has(a.key)));
};
