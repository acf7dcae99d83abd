import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
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

/** What is known of one version. The version is there once this is: its bytes come first. */
const Version = z.object({
  key: z.string(),
  versionId: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  /** The file in the tree that was made from it, or that it was made from. */
  tree: Identity,
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

/** The version put last, whether or not its file is still in the tree. */
export const newestVersion = async (paths: StorePaths, key: string): Promise<Version | undefined> => {
  const names = await readdir(folderOf(paths, key)).catch((error: unknown) => {
    if (isAbsence(error)) return [];
    throw error;
  });
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
