import type { ObjectStore } from '@wattline/backend-contract';
import { ManifestFile } from '@wattline/engine/sealed-files';
import { sha256 } from '@wattline/hash';
import { z } from 'zod';
import { featureSetPlaces, type ObjectPlace } from '../feature-set.ts';
import type { ObjectRef } from '../ledger.ts';
import { manyOf } from '../many-of.ts';

const Sealed = z.object({ files: manyOf(ManifestFile) });

/** What another version takes over from a sealed one. */
export interface FoundSealed {
  readonly version: string;
  readonly manifest: ObjectRef;
  readonly preprocessor: ObjectRef;
  readonly summaries?: ObjectRef;
}

/** An object, and what it hashes to, which most stores know without reading it; undefined where it is not there. */
export const findObject = async (store: ObjectStore, place: ObjectPlace): Promise<ObjectRef | undefined> => {
  const info = await store.head(place.key);
  if (info === undefined) return undefined;
  if (info.sha256 !== undefined) return { ...place, bytes: info.bytes, sha256: info.sha256 };
  const found = await store.get(place.key);
  return found && { ...place, bytes: found.body.byteLength, sha256: sha256(found.body) };
};

/** The first of some versions that is sealed. */
export const findSealed = async (
  features: ObjectStore,
  dataset: string,
  versions: readonly string[],
): Promise<FoundSealed | undefined> => {
  for (const version of versions) {
    const places = featureSetPlaces(dataset, version);
    const found = await features.get(places.manifest.key);
    if (found === undefined) continue;
    const { files } = Sealed.parse(JSON.parse(new TextDecoder().decode(found.body)));
    const line = files.find(({ path }) => path === 'preprocessor.json');
    if (line === undefined) continue;
    const { bytes, sha256: hash } = line;
    const summaries = await findObject(features, places.summaries);
    return {
      version,
      manifest: {
        ...places.manifest,
        bytes: found.body.byteLength,
        sha256: found.info.sha256 ?? sha256(found.body),
      },
      preprocessor: { ...places.sealed(line), bytes, sha256: hash },
      ...(summaries && { summaries }),
    };
  }
  return undefined;
};
