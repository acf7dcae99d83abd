import { Manifest, Preprocessor } from '@wattline/engine';
import { featureSetPlaces, type ObjectPlace, type Receipt } from '@wattline/worker';
import { z } from 'zod';
import { type ChainInProcess, DATASET } from './chain-in-process.ts';

/** What a version is, by parts that can be compared: `manifest`, and each file by its path. */
export interface SealedSet {
  readonly version: string;
  readonly parts: ReadonlyMap<string, string>;
  /** By what its training rows are made, where later versions keep it: what it is called, and all that it is. */
  readonly fit?: { readonly id: string; readonly text: string };
}

const textOf = async ({ stores }: ChainInProcess, { store, key }: ObjectPlace): Promise<string> => {
  const found = await stores[store].get(key);
  if (found === undefined) throw new Error(`${store}/${key} is not there`);
  return new TextDecoder().decode(found.body);
};

export const latestVersion = async (chain: ChainInProcess): Promise<string | undefined> => {
  const found = await chain.stores.features.get(featureSetPlaces(DATASET, '').latest.key);
  return (
    found && z.object({ version: z.string() }).parse(JSON.parse(new TextDecoder().decode(found.body))).version
  );
};

/** As text in which nothing differs that names what a version was made of instead of what is in it. */
const plainText = (json: string, version: string): string => {
  const document: unknown = JSON.parse(json.replaceAll(version, 'VERSION'));
  // How the times of the last file were written, the hash of what came in (of which a fit's name is), and how many uploads were the newest's.
  return JSON.stringify(document, (key, value: unknown) =>
    key === 'content' || key === 'format' || key === 'id' ? undefined : value,
  );
};

/** Reads a sealed version, and checks that each of its files is there with the bytes that its manifest names. */
export const readSealedSet = async (chain: ChainInProcess, version: string): Promise<SealedSet> => {
  const places = featureSetPlaces(DATASET, version);
  const text = await textOf(chain, places.manifest);
  const { files, ...manifest } = Manifest.parse(JSON.parse(text));
  const parts = new Map([['manifest', plainText(JSON.stringify(manifest), version)]]);
  for (const file of files) {
    const { path, sha256 } = file;
    const { store, key } = places.sealed(file);
    const stored = await chain.stores[store].head(key);
    if (stored?.sha256 !== sha256)
      throw new Error(`${store}/${key} of version ${version} is not what its manifest names`);
    parts.set(
      path,
      path.endsWith('.json') ? plainText(await textOf(chain, { store, key }), version) : sha256,
    );
  }
  const { split, scaler, fit } = Preprocessor.parse(
    JSON.parse(await textOf(chain, places.file('preprocessor.json'))),
  );
  if (fit === undefined) return { version, parts };
  return { version, parts, fit: { id: fit.id, text: JSON.stringify({ split, scaler, fit }) } };
};

const isScaled = (path: string): boolean => path.startsWith('training/') || path === 'preprocessor.json';

/**
 * How two sets differ; nothing where they are the same.
 * @param isKept what scales the first is of a version before: then it cannot be that of the second
 */
export const differences = (grown: SealedSet, atOnce: SealedSet, isKept: boolean): string[] => {
  const found: string[] = [];
  for (const path of new Set([...grown.parts.keys(), ...atOnce.parts.keys()])) {
    if (isKept && isScaled(path)) continue;
    const [one, other] = [grown.parts.get(path), atOnce.parts.get(path)];
    if (one === other) continue;
    if (one === undefined) found.push(`${path} is missing`);
    else if (other === undefined) found.push(`${path} should not be there`);
    else if (!one.startsWith('{')) found.push(`${path} has other bytes`);
    else {
      const at = [...one].findIndex((letter, index) => letter !== other[index]);
      const around = (all: string): string => all.slice(Math.max(0, at - 60), at + 60);
      found.push(`${path}: …${around(one)}… should be …${around(other)}…`);
    }
  }
  return found;
};

/** What ingest says of the dataset in a receipt. */
const Grown = z.object({ entry: z.int(), uploads: z.int(), changed: z.boolean() });

export const grownOf = ({ ingested }: Receipt): z.infer<typeof Grown> =>
  z.object({ dataset: Grown }).parse(ingested).dataset;

/** Readings that a deletion took out, as its receipt says. */
export const deletedOf = ({ ingested }: Receipt): number =>
  z.object({ deletion: z.object({ rows: z.int() }) }).parse(ingested).deletion.rows;
