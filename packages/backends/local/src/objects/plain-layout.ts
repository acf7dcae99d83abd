import { lstat, open, readFile, rm } from 'node:fs/promises';
import type { ObjectInfo } from '@wattline/backend-contract';
import { hashFile, sha256 } from '@wattline/hash';
import { z } from 'zod';
import { isAbsence } from './file-error.ts';
import { Identity, identityOf, isSame } from './identity.ts';
import type { Found, ObjectLayout } from './object-layout.ts';
import { discard, writeAtomically } from './scratch.ts';
import { hashFileOf, type StorePaths } from './store-paths.ts';
import { type CurrentFile, findCurrentFile, moveToKey, pruneFolders } from './tree.ts';
import { walkKeys } from './walk.ts';

// Smaller objects are hashed whenever they are looked at: that takes no longer than looking up a hash.
const SMALL_BYTES = 1 << 20;

const KnownHash = z.object({ key: z.string(), sha256: z.string(), identity: Identity });

const infoOf = (key: string, hash: string, bytes: number, modifiedAt: Date): ObjectInfo => ({
  key,
  bytes,
  etag: hash,
  sha256: hash,
  modifiedAt,
});

const remember = (paths: StorePaths, key: string, hash: string, identity: Identity): Promise<void> =>
  writeAtomically(paths, hashFileOf(paths, key), JSON.stringify({ key, sha256: hash, identity }));

const recall = async (paths: StorePaths, key: string, identity: Identity): Promise<string | undefined> => {
  const text = await readFile(hashFileOf(paths, key), 'utf8').catch((error: unknown) => {
    if (!isAbsence(error)) throw error;
  });
  const known = text === undefined ? undefined : KnownHash.parse(JSON.parse(text));
  return known !== undefined && isSame(known.identity, identity) ? known.sha256 : undefined;
};

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

const findLarge = async (
  paths: StorePaths,
  key: string,
  { path, identity, modifiedAt }: CurrentFile,
): Promise<Found> => {
  const known = await recall(paths, key, identity);
  const hash = known ?? (await hashFile(path)).sha256;
  if (known === undefined) await remember(paths, key, hash, identity);
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
