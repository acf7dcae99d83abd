import { Manifest } from '@wattline/engine/sealed';
import { featureSetPlaces, type Stores } from '@wattline/worker';
import pMap from 'p-map';
import { z } from 'zod';

export interface SealedVersion {
  readonly manifest: Manifest;
  readonly sealedAt: Date;
}

/** What lists say of a version. */
export interface VersionContents {
  readonly rows: number;
  readonly columns: number;
  readonly entities: number;
  readonly bytes: number;
  readonly engineVersion: string;
}

export interface SealedAt {
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
  /** As `read`, for a list of many. */
  contents(dataset: string, version: string): Promise<VersionContents | undefined>;
  /**
   * When each was sealed, the newest first. The manifests of those of which `sealedAt` is known are not looked at: one that
   * is just being removed may still be among them.
   */
  versions(
    dataset: string,
    known: ReadonlyMap<string, { readonly sealedAt?: Date }>,
  ): Promise<readonly SealedAt[]>;
}

const Pointer = z.object({ version: z.string(), run: z.string().optional() });

const MANIFESTS = 500;
const CONTENTS = 20_000;
/** Requests at once. */
const CONCURRENCY = 32;

const Listed = z.object({
  rows: z.int(),
  entities: z.int(),
  engineVersion: z.string(),
  columns: z.array(z.unknown()),
  files: z.array(z.object({ bytes: z.int() })),
});

const newestFirst = (a: SealedAt, b: SealedAt): number =>
  b.sealedAt.getTime() - a.sealedAt.getTime() || (a.version < b.version ? -1 : 1);

const parsed = (body: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(body));

/** A manifest never changes, so that those looked at last are kept. */
export const readFeatureSets = ({ features }: Pick<Stores, 'features'>): FeatureSets => {
  const known = new Map<string, SealedVersion>();
  const contents = new Map<string, VersionContents>();
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
    contents: async (dataset, version) => {
      const { key } = featureSetPlaces(dataset, version).manifest;
      const seen = contents.get(key);
      if (seen !== undefined) return (await features.head(key)) && seen;
      const found = await features.get(key);
      if (found === undefined) return undefined;
      // Of a long list the whole of each manifest is not looked through.
      const { columns, files, ...about } = Listed.parse(parsed(found.body));
      const own = {
        ...about,
        columns: columns.length,
        bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      };
      if (contents.size >= CONTENTS) contents.clear();
      contents.set(key, own);
      return own;
    },
    latest: async (dataset) => {
      const found = await features.get(featureSetPlaces(dataset, '').latest.key);
      if (found === undefined) return undefined;
      const { version, run } = Pointer.parse(parsed(found.body));
      return { version, ...(run !== undefined && { run }) };
    },
    versions: async (dataset, sealedBy) => {
      const root = `feature-sets/${dataset}/version=`;
      const names: string[] = [];
      for await (const folder of features.folders(`feature-sets/${dataset}/`))
        if (folder.startsWith(root)) names.push(folder.slice(root.length, -1));
      const found = await pMap(
        names,
        async (version): Promise<SealedAt | undefined> => {
          const { sealedAt } = sealedBy.get(version) ?? {};
          if (sealedAt !== undefined) return { version, sealedAt };
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
