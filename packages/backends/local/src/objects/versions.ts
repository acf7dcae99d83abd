import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObjectInfo } from '@wattline/backend-contract';
import { z } from 'zod';
import { isTick, tickTime } from './clock.ts';
import { isAbsence } from './file-error.ts';
import { Identity } from './identity.ts';
import { keySegments } from './key.ts';
import type { Prepared } from './object-layout.ts';
import { writeAtomically } from './scratch.ts';
import type { StorePaths } from './store-paths.ts';
import { pruneFolders } from './tree.ts';
import { walkKeys } from './walk.ts';

/** What is known of one version. The version is there once this is: its bytes come first. */
const Version = z.object({
  key: z.string(),
  versionId: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  /** The file in the tree that was made from it, or that it was made from. */
  tree: Identity,
  /** Of the version's own file, where that has another name in the tree. */
  shared: Identity.optional(),
});
export type Version = z.infer<typeof Version>;

const folderOf = (paths: StorePaths, key: string): string => join(paths.versions, ...keySegments(key));

export const versionPath = (paths: StorePaths, key: string, versionId: string): string =>
  join(folderOf(paths, key), versionId);

const recordPath = (paths: StorePaths, key: string, versionId: string): string =>
  `${versionPath(paths, key, versionId)}.json`;

export const readVersion = async (
  paths: StorePaths,
  key: string,
  versionId: string,
): Promise<Version | undefined> => {
  if (!isTick(versionId)) return undefined;
  try {
    return Version.parse(JSON.parse(await readFile(recordPath(paths, key, versionId), 'utf8')));
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
};

const namesOf = (folder: string): Promise<string[]> =>
  readdir(folder).catch((error: unknown) => {
    if (isAbsence(error)) return [];
    throw error;
  });

/** The version put last, whether or not its file is still in the tree. */
export const newestVersion = async (paths: StorePaths, key: string): Promise<Version | undefined> => {
  const names = await namesOf(folderOf(paths, key));
  const newest = names
    .filter((name) => name.endsWith('.json') && isTick(name.slice(0, -5)))
    .sort()
    .at(-1);
  return newest === undefined ? undefined : readVersion(paths, key, newest.slice(0, -5));
};

export const writeVersion = (paths: StorePaths, version: Version): Promise<void> =>
  writeAtomically(paths, recordPath(paths, version.key, version.versionId), JSON.stringify(version));

/** Moves a version's bytes to where they keepFolder; it is not there before `writeVersion`. */
export const moveVersion = async (
  paths: StorePaths,
  key: string,
  versionId: string,
  prepared: Prepared,
): Promise<void> => {
  await mkdir(folderOf(paths, key), { recursive: true });
  await rename(prepared.path, versionPath(paths, key, versionId));
};

export const versionInfo = ({ key, versionId, bytes, sha256 }: Version): ObjectInfo => ({
  key,
  bytes,
  etag: sha256,
  sha256,
  versionId,
  modifiedAt: tickTime(versionId),
});

/** Versions below a prefix, by key and time. */
export async function* walkVersions(
  paths: StorePaths,
  prefix: string,
): AsyncGenerator<{ readonly key: string; readonly versionId: string }> {
  for await (const path of walkKeys(paths.versions, prefix, '')) {
    const end = path.lastIndexOf('/');
    const [key, name] = [path.slice(0, end), path.slice(end + 1)];
    // A prefix may end within the name of a version's file.
    if (name.endsWith('.json') && isTick(name.slice(0, -5)) && key.startsWith(prefix))
      yield { key, versionId: name.slice(0, -5) };
  }
}

/** Removes one version, or all, and the folders that become empty. The bytes go first: what is left of a version is none. */
export const removeVersions = async (
  paths: StorePaths,
  key: string,
  versionId: string | undefined,
): Promise<void> => {
  const folder = folderOf(paths, key);
  const ids =
    versionId === undefined
      ? (await namesOf(folder)).map((name) => name.replace(/\.json$/, ''))
      : [versionId];
  for (const id of ids.filter(isTick)) {
    await rm(versionPath(paths, key, id), { force: true });
    await rm(recordPath(paths, key, id), { force: true });
  }
  await pruneFolders(join(folder, 'version'), paths.versions);
};
