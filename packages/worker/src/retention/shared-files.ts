import type { ObjectStore } from '@wattline/backend-contract';
import type { StoreName } from '@wattline/topology';
import pMap from 'p-map';
import { z } from 'zod';
import type { Stores } from '../backend.ts';
import { featureSetPlaces, sharedFolders } from '../feature-set.ts';
import { readDocument } from '../ledger.ts';
import { listed, type Stored } from './version-objects.ts';

const CONCURRENCY = 16;

const Shared = z.object({
  files: z.array(z.object({ path: z.string(), object: z.string().exactOptional(), bytes: z.number() })),
});

interface NamedFile {
  readonly store: StoreName;
  readonly key: string;
  readonly bytes: number;
}

/** Shared files that the manifest of each version names. */
const namedBy = async (
  features: ObjectStore,
  dataset: string,
  versions: readonly string[],
): Promise<readonly NamedFile[][]> =>
  pMap(
    versions,
    async (version) => {
      const places = featureSetPlaces(dataset, version);
      const manifest = await readDocument(features, places.manifest.key, Shared);
      return (manifest?.files ?? [])
        .filter(({ object }) => object !== undefined)
        .map(({ bytes, ...file }) => ({ ...places.sealed(file), bytes }));
    },
    { concurrency: CONCURRENCY },
  );

const nameOf = ({ store, key }: Pick<NamedFile, 'store' | 'key'>): string => `${store}/${key}`;

/** Shared files that go with versions, each with the first of those that name it: no other version does. */
export const filesOfVersions = async (
  { features }: Pick<Stores, 'features'>,
  dataset: string,
  going: readonly string[],
  kept: readonly string[],
): Promise<ReadonlyMap<string, readonly NamedFile[]>> => {
  if (going.length === 0) return new Map();
  const known = new Set((await namedBy(features, dataset, kept)).flat().map(nameOf));
  const named = await namedBy(features, dataset, going);
  return new Map(
    going.map((version, index) => {
      const own = (named[index] ?? []).filter((file) => !known.has(nameOf(file)));
      for (const file of own) known.add(nameOf(file));
      return [version, own];
    }),
  );
};

/** Files of feature and training rows, written before `beforeMs`, that no version of `kept` names. */
export const unnamedFiles = async (
  stores: Pick<Stores, 'features' | 'models'>,
  dataset: string,
  kept: readonly string[],
  beforeMs: number,
): Promise<Stored[]> => {
  const folders = sharedFolders(dataset);
  const old: Stored[] = [];
  for (const store of ['features', 'models'] as const)
    for (const info of await listed(stores[store], folders[store]))
      if (info.modifiedAt.getTime() < beforeMs) old.push({ ...info, store });
  if (old.length === 0) return [];
  const named = new Set((await namedBy(stores.features, dataset, kept)).flat().map(nameOf));
  return old.filter((file) => !named.has(nameOf(file)));
};
