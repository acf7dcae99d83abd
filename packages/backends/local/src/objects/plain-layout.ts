import { lstat, open, rm } from 'node:fs/promises';
import type { ObjectInfo } from '@wattline/backend-contract';
import { sha256 } from '@wattline/hash';
import { isAbsence } from './file-error.ts';
import { identityOf } from './identity.ts';
import { hashOf, remember, SMALL_BYTES } from './known-hashes.ts';
import type { Found, ObjectLayout } from './object-layout.ts';
import { discard } from './scratch.ts';
import { hashFileOf, type StorePaths } from './store-paths.ts';
import { type CurrentFile, findCurrentFile, moveToKey, pruneFolders } from './tree.ts';
import { walkKeys } from './walk.ts';

const infoOf = (key: string, hash: string, bytes: number, modifiedAt: Date): ObjectInfo => ({
  key,
  bytes,
  etag: hash,
  sha256: hash,
  modifiedAt,
});

const findSmall = async (key: string, path: string): Promise<Found> => {
  const handle = await open(path);
  try {
    const stats = await handle.stat();
    const body = await handle.readFile();
    return { path, body, info: infoOf(key, sha256(body), body.byteLength, stats.mtime) };
  } finally {
    await handle.close();
  }
};

const findLarge = async (paths: StorePaths, key: string, current: CurrentFile): Promise<Found> => {
  const { path, identity, modifiedAt } = current;
  const hash = await hashOf(paths, key, current);
  return { path, info: infoOf(key, hash, identity.bytes, modifiedAt) };
};

const remove = async (
  paths: StorePaths,
  keepFolder: string,
  key: string,
  { path }: CurrentFile,
): Promise<void> => {
  await rm(path, { force: true });
  await discard(hashFileOf(paths, key));
  await pruneFolders(path, keepFolder);
};

/** One file a key, replaced by each put. The hashes of large ones are kept beside. */
export const plainLayout = (paths: StorePaths, keepFolder: string): ObjectLayout => ({
  async find(key, versionId) {
    const current = versionId === undefined ? await findCurrentFile(paths.root, key) : undefined;
    if (current === undefined) return undefined;
    try {
      return current.identity.bytes < SMALL_BYTES
        ? await findSmall(key, current.path)
        : await findLarge(paths, key, current);
    } catch (error) {
      // Deleted since we looked.
      if (isAbsence(error)) return undefined;
      throw error;
    }
  },

  async ready(prepared) {
    return {
      abandon: () => discard(prepared.path),
      async place(key) {
        const path = await moveToKey(paths.root, prepared.path, key);
        const stats = await lstat(path, { bigint: true });
        if (prepared.bytes >= SMALL_BYTES) await remember(paths, key, prepared.sha256, identityOf(stats));
        return infoOf(key, prepared.sha256, prepared.bytes, new Date(Number(stats.mtimeMs)));
      },
    };
  },

  remove: (key, current) => remove(paths, keepFolder, key, current),

  async *versions(prefix) {
    for await (const key of walkKeys(paths.root, prefix, '')) {
      const found = await this.find(key);
      if (found !== undefined) yield { ...found.info, isCurrent: true };
    }
  },

  async purge(key) {
    const current = await findCurrentFile(paths.root, key);
    if (current !== undefined) await remove(paths, keepFolder, key, current);
  },
});
