import { randomBytes } from 'node:crypto';
import { constants, copyFile, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { copyHashed } from '@wattline/backend-local';
import { type ManifestFile, SealedFiles } from '@wattline/engine/sealed-files';
import { UsageError } from '@wattline/errors';
import { type Hashed, hashFile } from '@wattline/hash';
import { type Backend, featureSetPlaces, readReport, WRITTEN } from '@wattline/worker';
import pMap from 'p-map';

const CONCURRENCY = 4;

const requireOwn = async (folder: string): Promise<void> => {
  const entries = await readdir(folder).catch((): string[] => []);
  if (entries.length === 0 || entries.some((name) => name === 'manifest.json')) return;
  throw new UsageError('OUT_NOT_EMPTY', `${folder} holds other files`, {
    place: { file: folder },
    remedy: 'name a new or empty folder, or one that holds an earlier feature set',
  });
};

const corrupt = (path: string, found: string, wanted: string): Error =>
  Object.assign(new Error(`${path} is not what was sealed: its SHA-256 is ${found}, not ${wanted}`), {
    code: 'FEATURE_SET_CORRUPT',
    place: { file: path },
    remedy: 'replay the run that made this version: it writes the same bytes again',
  });

/** One error says more than a list of them. */
const throwFirst = (error: unknown): never => {
  throw error instanceof AggregateError ? error.errors[0] : error;
};

/** A sealed feature set, wherever it is. */
export interface PulledSet {
  /** The bytes of manifest.json. */
  readonly manifest: Uint8Array;
  /** Not among the sealed files: versions of before there were reports have none. */
  readonly report?: Uint8Array | string;
  /** How its uploads are written: not sealed either. */
  readonly written?: Uint8Array | undefined;
  /** Writes one file of the manifest to `target`; the hex SHA-256 of what was written. */
  copy(file: ManifestFile, target: string): Promise<string>;
}

/** Copies a sealed feature set into a folder, each file's hash checked. The folder changes as a whole or not at all. */
export const writeFeatureSet = async (
  set: PulledSet,
  out: string,
  extra: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<SealedFiles> => {
  const folder = resolve(out);
  await requireOwn(folder);
  const manifest = SealedFiles.parse(JSON.parse(new TextDecoder().decode(set.manifest)));
  await mkdir(dirname(folder), { recursive: true });
  const partial = join(dirname(folder), `.${basename(folder)}-${randomBytes(4).toString('hex')}`);
  try {
    const copyFile = async (file: ManifestFile): Promise<void> => {
      const { path, sha256 } = file;
      const target = resolve(partial, path);
      if (!target.startsWith(partial + sep)) throw corrupt(path, 'outside the folder', sha256);
      await mkdir(dirname(target), { recursive: true });
      const found = await set.copy(file, target);
      if (found !== sha256) throw corrupt(path, found, sha256);
    };
    // Not at the first error: the folder is removed once every copy has ended.
    await pMap(manifest.files, copyFile, { concurrency: CONCURRENCY, stopOnError: false }).catch(throwFirst);
    await mkdir(partial, { recursive: true });
    for (const [name, content] of Object.entries(extra)) await writeFile(join(partial, name), content);
    if (set.report !== undefined) await writeFile(join(partial, 'report.html'), set.report);
    if (set.written !== undefined) await writeFile(join(partial, WRITTEN), set.written);
    await writeFile(join(partial, 'manifest.json'), set.manifest);
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
    return manifest;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
};

/** The kernel copies, and the bytes do not pass through this process; they are hashed where their number is another. */
const copyKnown = async (from: string, to: string, { sha256, bytes }: Hashed): Promise<string> => {
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  return (await stat(to)).size === bytes ? sha256 : (await hashFile(to)).sha256;
};

/** As `writeFeatureSet`, of a chain's stores. */
export const pullFeatureSet = async (
  backend: Backend,
  dataset: string,
  version: string,
  out: string,
  {
    extra = {},
    isFresh = false,
  }: {
    readonly extra?: Readonly<Record<string, string | Uint8Array>>;
    /** It was sealed just now: the hashes that the store took as it wrote are believed. */
    readonly isFresh?: boolean;
  } = {},
): Promise<SealedFiles> => {
  const places = featureSetPlaces(dataset, version);
  const sealed = await backend.stores.features.get(places.manifest.key);
  if (sealed === undefined) {
    throw new UsageError('VERSION_UNKNOWN', `there is no sealed version ${version} of ${dataset}`, {
      remedy: 'list what ran with: wattline runs',
    });
  }
  const report = await readReport(backend.stores, dataset, version);
  const written = (await backend.stores.features.get(places.written.key))?.body;
  const downloads = await mkdtemp(join(tmpdir(), 'wattline-pull-'));
  const copy = async (file: ManifestFile, target: string): Promise<string> => {
    const { store, key } = places.sealed(file);
    const linked = await backend.stores[store].link?.(key, target);
    if (linked !== undefined) return (isFresh ? linked : await hashFile(target)).sha256;
    const download = await mkdtemp(join(downloads, 'file-'));
    const path = await backend.stores[store].file(key, download);
    const known = isFresh ? await backend.stores[store].head(key) : undefined;
    const found =
      known?.sha256 === undefined
        ? (await copyHashed(path, [target])).sha256
        : await copyKnown(path, target, { sha256: known.sha256, bytes: known.bytes });
    await rm(download, { recursive: true, force: true });
    return found;
  };
  try {
    return await writeFeatureSet(
      { manifest: sealed.body, written, copy, ...(report !== undefined && { report }) },
      out,
      extra,
    );
  } finally {
    await rm(downloads, { recursive: true, force: true });
  }
};
