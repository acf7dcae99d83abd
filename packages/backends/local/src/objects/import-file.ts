import { isAbsence } from './file-error.ts';
import { isSame, looksSame } from './identity.ts';
import type { Prepared } from './object-layout.ts';
import { copyAndHash } from './prepare.ts';
import { discard, scratchPath } from './scratch.ts';
import type { StorePaths } from './store-paths.ts';
import { type CurrentFile, findCurrentFile } from './tree.ts';
import { moveVersion, newestVersion, type Version, writeVersion } from './versions.ts';

/** Whether the file in the tree is the newest version, judged without reading it. */
export const isImported = async (paths: StorePaths, key: string, current: CurrentFile): Promise<boolean> => {
  const newest = await newestVersion(paths, key);
  return newest !== undefined && isSame(newest.tree, current.identity);
};

const isStill = async (paths: StorePaths, key: string, current: CurrentFile): Promise<boolean> => {
  const now = await findCurrentFile(paths.root, key);
  return now !== undefined && isSame(now.identity, current.identity);
};

/** A copy of the file at the key; undefined if it changed while it was read. */
export const copyCurrentFile = async (
  paths: StorePaths,
  key: string,
  current: CurrentFile,
): Promise<Prepared | undefined> => {
  const path = scratchPath(paths);
  try {
    // A copy: an edit in place must not reach into the version.
    const prepared = { path, ...(await copyAndHash(current.path, path)) };
    if (await isStill(paths, key, current)) return prepared;
  } catch (error) {
    await discard(path);
    if (!isAbsence(error)) throw error;
  }
  await discard(path);
  return undefined;
};

/**
 * Makes a copied file the newest version; `undefined` where it is one or has changed since. With the key's lock held.
 * A file written again is a version again, with the same content too, as in S3;
 * one that was only renamed to and fro, linked or given other rights is not.
 */
export const importVersion = async (
  paths: StorePaths,
  key: string,
  current: CurrentFile,
  prepared: Prepared,
  nextVersionId: () => Promise<string>,
): Promise<Version | undefined> => {
  if (!(await isStill(paths, key, current))) return undefined;
  const newest = await newestVersion(paths, key);
  if (newest !== undefined && looksSame(newest.tree, current.identity)) {
    const unchanged = newest.sha256 === prepared.sha256;
    if (unchanged && !isSame(newest.tree, current.identity))
      await writeVersion(paths, { ...newest, tree: current.identity });
    if (unchanged) return undefined;
  }
  const versionId = await nextVersionId();
  await moveVersion(paths, key, versionId, prepared);
  const { bytes, sha256 } = prepared;
  const version = { key, versionId, bytes, sha256, tree: current.identity };
  await writeVersion(paths, version);
  return version;
};
