import { Manifest } from '@wattline/engine/sealed';
import { featureSetPlaces, type Stores } from '@wattline/worker';
import pMap from 'p-map';
import { z } from 'zod';

export interface SealedVersion {
  readonly manifest: Manifest;
  readonly sealedAt: Date;
}

interface SealedAt {
  readonly version: string;
  readonly sealedAt: Date;
}

interface Latest {
  readonly version: string;
  readonly run?: string;
}

export interface FeatureSets {
  /** Undefined where no such version is sealed. */
  read(dataset: string, version: string): Promise<SealedVersion | undefined>;
  /** The version that readers should take. */
  latest(dataset: string): Promise<Latest | undefined>;
  /** When each was sealed, the newest first. */
  versions(dataset: string): Promise<readonly SealedAt[]>;
}

const Pointer = z.object({ version: z.string(), run: z.string().optional() });

const MANIFESTS = 500;
/** Requests at once. */
const CONCURRENCY = 32;

const newestFirst = (a: SealedAt, b: SealedAt): number =>
  b.sealedAt.getTime() - a.sealedAt.getTime() || (a.version < b.version ? -1 : 1);

const parsed = (body: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(body));

/** A manifest never changes, so that those looked at last are kept. */
export const readFeatureSets = ({ features }: Pick<Stores, 'features'>): FeatureSets => {
  const known = new Map<string, SealedVersion>();
  return {
    read: async (dataset, version) => {
      const { key } = featureSetPlaces(dataset, version).manifest;
      const seen = known.get(key);
      // It may have been swept or erased since.
      if (seen !== undefined && (await features.head(key)) !== undefined) return seen;
      known.delete(key);
      const found = await features.get(key);
      if (found === undefined) return undefined;
      const sealed = { manifest: Manifest.parse(parsed(found.body)), sealedAt: found.info.modifiedAt };
      if (known.size >= MANIFESTS) known.clear();
      known.set(key, sealed);
      return sealed;
    },
    latest: async (dataset) => {
      const found = await features.get(featureSetPlaces(dataset, '').latest.key);
      if (found === undefined) return undefined;
      const { version, run } = Pointer.parse(parsed(found.body));
      return { version, ...(run !== undefined && { run }) };
    },
    versions: async (dataset) => {
      const root = `feature-sets/${dataset}/version=`;
      const names: string[] = [];
      for await (const folder of features.folders(`feature-sets/${dataset}/`))
        if (folder.startsWith(root)) names.push(folder.slice(root.length, -1));
      const found = await pMap(
        names,
        async (version): Promise<SealedAt | undefined> => {
          // Asked each time: a run that makes a version again seals it again.
          const info = await features.head(featureSetPlaces(dataset, version).manifest.key);
          return info && { version, sealedAt: info.modifiedAt };
        },
        { concurrency: CONCURRENCY },
      );
      return found.filter((one) => one !== undefined).sort(newestFirst);
    },
  };
};
