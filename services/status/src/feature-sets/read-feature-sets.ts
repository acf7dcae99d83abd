import { Manifest } from '@wattline/engine/sealed';
import { featureSetPlaces, type Stores } from '@wattline/worker';
import { z } from 'zod';

export interface SealedVersion {
  readonly manifest: Manifest;
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
  /** Sealed ones and ones that were begun. */
  versions(dataset: string): AsyncIterable<string>;
}

const Pointer = z.object({ version: z.string(), run: z.string().optional() });

const MANIFESTS = 200;

const parsed = (body: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(body));

/** A manifest never changes, so that those looked at last are kept. */
export const readFeatureSets = ({ features }: Pick<Stores, 'features'>): FeatureSets => {
  const known = new Map<string, SealedVersion>();
  return {
    read: async (dataset, version) => {
      const { key } = featureSetPlaces(dataset, version).manifest;
      const seen = known.get(key);
      if (seen !== undefined) return seen;
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
    versions: async function* (dataset) {
      const root = `feature-sets/${dataset}/version=`;
      for await (const folder of features.folders(`feature-sets/${dataset}/`))
        if (folder.startsWith(root)) yield folder.slice(root.length, -1);
    },
  };
};
