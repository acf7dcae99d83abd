import { lstat, mkdir, realpath, rename, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InvalidKey } from '@wattline/backend-contract';
import { errorCode, isAbsence } from './file-error.ts';
import { type Identity, identityOf } from './identity.ts';
import { keySegments } from './key.ts';

/** A file at a key. */
export interface CurrentFile {
  readonly path: string;
  readonly identity: Identity;
  readonly modifiedAt: Date;
  readonly ownerUid: number;
}

/** Whether a folder is there, and at no other place than its path says. */
export const isRealPath = async (folder: string): Promise<boolean> => {
  try {
    return (await realpath(folder)) === folder;
  } catch (error) {
    if (isAbsence(error)) return false;
    throw error;
  }
};

/** The file at a key; undefined where there is none, or where a link is at the key or on the way to it. */
export const findCurrentFile = async (root: string, key: string): Promise<CurrentFile | undefined> => {
  const path = join(root, ...keySegments(key));
  if (!(await isRealPath(dirname(path)))) return undefined;
  try {
    const stats = await lstat(path, { bigint: true });
    if (!stats.isFile()) return undefined;
    return {
      path,
      identity: identityOf(stats),
      modifiedAt: new Date(Number(stats.mtimeMs)),
      ownerUid: Number(stats.uid),
    };
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
};

const makeFolder = async (folder: string, key: string): Promise<void> => {
  await mkdir(folder).catch((error: unknown) => {
    if (errorCode(error) !== 'EEXIST') throw error;
  });
  const stats = await lstat(folder);
  if (stats.isDirectory()) return;
  const what = stats.isSymbolicLink() ? 'a link, and keys do not lead through links' : 'an object itself';
  throw new InvalidKey(`the key ${JSON.stringify(key)} cannot be: ${folder} is ${what}`);
};

/** Makes the folders on the way to a key. Never follows a link, so that nothing is made outside. */
const makeParents = async (root: string, key: string, segments: readonly string[]): Promise<void> => {
  let folder = root;
  for (const segment of segments.slice(0, -1)) {
    folder = join(folder, segment);
    await makeFolder(folder, key);
  }
  if (!(await isRealPath(folder)))
    throw new InvalidKey(
      `the key ${JSON.stringify(key)} cannot be: this file system takes ${folder} for another folder`,
    );
};

/** Moves a finished file to its key, over whatever object is there. Throws InvalidKey where the key is a folder of others. */
export const moveToKey = async (root: string, from: string, key: string): Promise<string> => {
  const segments = keySegments(key);
  const path = join(root, ...segments);
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (!(await isRealPath(dirname(path)))) await makeParents(root, key, segments);
      await rename(from, path);
      return path;
    } catch (error) {
      // Says which of the folders is none.
      if (errorCode(error) === 'ENOTDIR') await makeParents(root, key, segments);
      // Somebody removed the last other object of the folder, and the folder with it, in this moment.
      if (errorCode(error) === 'ENOENT' && attempt < 10) continue;
      const stats = await lstat(path).catch(() => undefined);
      if (stats?.isDirectory() !== true) throw error;
      throw new InvalidKey(
        `the key ${JSON.stringify(key)} cannot be: ${path} is a folder with objects of its own`,
      );
    }
  }
};

/** Removes the folders above `path` that became empty, so that their names can be keys again. */
export const pruneFolders = async (path: string, keepFolder: string): Promise<void> => {
  for (
    let folder = dirname(path);
    folder !== keepFolder && folder.startsWith(keepFolder);
    folder = dirname(folder)
  ) {
    try {
      await rmdir(folder);
    } catch {
      return;
    }
  }
};
