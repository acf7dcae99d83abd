import { mkdir, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { sha256 } from '@wattline/hash';
import { HIDDEN } from './key.ts';

/** Where a store keeps what. All on one file system, so that a rename puts a file in place at once. */
export interface StorePaths {
  readonly root: string;
  readonly scratch: string;
  readonly locks: string;
  readonly hashes: string;
  readonly versions: string;
  readonly pending: string;
  readonly clock: string;
}

/** Makes the folders where they are missing. */
export const openStorePaths = async (folder: string): Promise<StorePaths> => {
  await mkdir(resolve(folder), { recursive: true });
  const root = await realpath(resolve(folder));
  const hidden = join(root, HIDDEN);
  const paths: StorePaths = {
    root,
    scratch: join(hidden, 'tmp'),
    locks: join(hidden, 'locks'),
    hashes: join(hidden, 'hashes'),
    versions: join(hidden, 'versions'),
    pending: join(hidden, 'pending'),
    clock: join(hidden, 'clock'),
  };
  for (const each of ['scratch', 'locks', 'hashes', 'versions', 'pending'] as const)
    await mkdir(paths[each], { recursive: true });
  return paths;
};

/** Keys share 256 lock files: a lock is held for a few renames only. */
export const lockOf = (paths: StorePaths, key: string): string => join(paths.locks, sha256(key).slice(0, 2));

export const hashFileOf = (paths: StorePaths, key: string): string =>
  join(paths.hashes, `${sha256(key)}.json`);
