import type { ObjectStore } from '@wattline/backend-contract';
import pMap from 'p-map';
import { z } from 'zod';
import type { Stores } from '../backend.ts';
import { featureSetPlaces, sharedFolders } from '../feature-set.ts';
import { readDocument } from '../ledger.ts';
import { listed, type Stored } from './version-objects.ts';

const CONCURRENCY = 16;

const Shared = z.object({ files: z.array(z.object({ object: z.string().optional() })) });

/** Keys of shared files that the manifests of some versions name. */
const namedBy = async (
  features: ObjectStore,
  dataset: string,
  versions: Iterable<string>,
): Promise<ReadonlySet<string>> => {
  const manifests = await pMap(
    versions,
    (version) => readDocument(features, featureSetPlaces(dataset, version).manifest.key, Shared),
    { concurrency: CONCURRENCY },
  );
  return new Set(
    manifests.flatMap((manifest) => manifest?.files.flatMap(({ object }) => object ?? []) ?? []),
  );
};

/** Files of feature and training rows, written before `beforeMs`, that no version of `kept` names. */
export const unnamedFiles = async (
  stores: Pick<Stores, 'features' | 'models'>,
  dataset: string,
  kept: Iterable<string>,
  beforeMs: number,
): Promise<Stored[]> => {
  const folders = sharedFolders(dataset);
  const old: Stored[] = [];
  for (const store of ['features', 'models'] as const)
    for (const info of await listed(stores[store], folders[store]))
      if (info.modifiedAt.getTime() < beforeMs) old.push({ ...info, store });
  if (old.length === 0) return [];
  const named = await namedBy(stores.features, dataset, kept);
  return old.filter(({ key }) => !named.has(key));
};
