import { constants, copyFile, link, lstat, mkdir, rename, utimes, writeFile } from 'node:fs/promises';
import {
  type ObjectInfo,
  ObjectNotFound,
  type ObjectStore,
  type PutFileOptions,
} from '@wattline/backend-contract';
import { hashFile, sha256 } from '@wattline/hash';
import { copyHashed } from '../copy-hashed.ts';
import { errorCode, isAbsence } from './file-error.ts';
import { identityOf, looksSame } from './identity.ts';
import type { ObjectLayout, Prepared } from './object-layout.ts';
import { discard, scratchPath } from './scratch.ts';
import type { StorePaths } from './store-paths.ts';
import { findCurrentFile } from './tree.ts';

/** Fills a scratch file; there is none where that fails. */
const prepare = async (
  paths: StorePaths,
  fill: (path: string) => Promise<Omit<Prepared, 'path'>>,
): Promise<Prepared> => {
  const path = scratchPath(paths);
  try {
    return { path, ...(await fill(path)) };
  } catch (error) {
    await discard(path);
    throw error;
  }
};

export const prepareBytes = (paths: StorePaths, body: Uint8Array | string): Promise<Prepared> =>
  prepare(paths, async (path) => {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    await writeFile(path, bytes, { flag: 'wx' });
    return { sha256: sha256(bytes), bytes: bytes.byteLength };
  });

/** Moves the file if possible. */
const tryMove = async (from: string, to: string): Promise<boolean> => {
  const stats = await lstat(from);
  // A file with a second name could be changed by that name.
  if (!stats.isFile() || stats.nlink > 1) return false;
  try {
    await rename(from, to);
    const now = new Date();
    await utimes(to, now, now);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EXDEV') return false;
    throw error;
  }
};

/** Copies without writing the bytes again, on file systems that support it. */
export const tryClone = async (from: string, to: string): Promise<boolean> => {
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE_FORCE);
    return true;
  } catch (error) {
    if (isAbsence(error)) throw error;
    // The copy that follows reports any other obstacle.
    await discard(to);
    return false;
  }
};

/** Copies a file that others may change meanwhile. The hash and size are those of the copied bytes. */
export const copyAndHash = async (
  from: string,
  to: string,
  second?: string,
): Promise<Omit<Prepared, 'path'>> => {
  if (await tryClone(from, to)) return hashFile(to);
  if (second === undefined) return copyHashed(from, [to]);
  return { ...(await copyHashed(from, [to, second])), copy: second };
};

/** `sha256`: the file's hash, which is believed. `twice`: a second copy is wanted, if one is made. */
export const prepareFile = (
  paths: StorePaths,
  from: string,
  { sha256: known, move = false, twice = false }: PutFileOptions & { readonly twice?: boolean },
): Promise<Prepared> =>
  prepare(paths, async (path) => {
    if (move && (await tryMove(from, path))) {
      if (known === undefined) return hashFile(path);
      return { sha256: known.toLowerCase(), bytes: (await lstat(path)).size };
    }
    const second = twice ? scratchPath(paths) : undefined;
    try {
      return await copyAndHash(from, path, second);
    } catch (error) {
      if (second !== undefined) await discard(second);
      throw error;
    }
  });

const isUnchanged = (a: ObjectInfo, b: ObjectInfo | undefined): boolean =>
  a.etag === b?.etag && a.modifiedAt.getTime() === b.modifiedAt.getTime();

export const prepareCopy = (paths: StorePaths, store: ObjectStore, key: string): Promise<Prepared> =>
  prepare(paths, async (path) => {
    const before = await store.head(key);
    if (before === undefined) throw new ObjectNotFound(`there is no object ${key} in ${store.name}`);
    const folder = scratchPath(paths);
    try {
      await mkdir(folder);
      await copyFile(await store.file(key, folder), path, constants.COPYFILE_FICLONE);
    } finally {
      await discard(folder);
    }
    const { sha256: known, bytes } = before;
    if (known !== undefined && isUnchanged(before, await store.head(key))) return { sha256: known, bytes };
    return hashFile(path);
  });

/** Gives the file a second name where that can be, else copies it. */
const share = async (from: string, to: string): Promise<void> => {
  try {
    await link(from, to);
  } catch (error) {
    if (!['EPERM', 'EXDEV', 'EMLINK', 'ENOSYS', 'ENOTSUP'].includes(errorCode(error) ?? '')) throw error;
    await copyFile(from, to, constants.COPYFILE_FICLONE);
  }
};

/** A copy that shares its bytes with an object of the same store: for objects that are only ever replaced as a whole. */
export const prepareShared = (
  paths: StorePaths,
  layout: Pick<ObjectLayout, 'find'>,
  key: string,
): Promise<Prepared> =>
  prepare(paths, async (path) => {
    const current = await findCurrentFile(paths.root, key);
    const sha256 = (await layout.find(key))?.info.sha256;
    if (current === undefined || sha256 === undefined)
      throw new ObjectNotFound(`there is no object ${key} in ${paths.root}`);
    await share(current.path, path);
    const now = identityOf(await lstat(path, { bigint: true }));
    return looksSame(current.identity, now) ? { sha256, bytes: now.bytes } : hashFile(path);
  });
