import { constants, copyFile, link, lstat, mkdir, rename, utimes, writeFile } from 'node:fs/promises';
import {
  type ObjectInfo,
  ObjectNotFound,
  type ObjectStore,
  type PutFileOptions,
} from '@wattline/backend-contract';
import { copyHashed } from '../copy-hashed.ts';
import { errorCode, isAbsence } from './file-error.ts';
import { sha256, sha256File } from './hash.ts';
import { identityOf, looksSame } from './identity.ts';
import type { Layout } from './layout.ts';
import { discard, scratchPath } from './scratch.ts';
import type { Prepared, Shelf } from './shelf.ts';
import { findStanding } from './tree.ts';

/** Fills a scratch file; there is none where that fails. */
const prepare = async (
  layout: Layout,
  fill: (path: string) => Promise<Omit<Prepared, 'path'>>,
): Promise<Prepared> => {
  const path = scratchPath(layout);
  try {
    return { path, ...(await fill(path)) };
  } catch (error) {
    await discard(path);
    throw error;
  }
};

export const prepareBytes = (layout: Layout, body: Uint8Array | string): Promise<Prepared> =>
  prepare(layout, async (path) => {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    await writeFile(path, bytes, { flag: 'wx' });
    return { sha256: sha256(bytes), bytes: bytes.byteLength };
  });

/** Moves the file where that can be. */
const moved = async (from: string, to: string): Promise<boolean> => {
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

/** Copies without writing the bytes anew, on file systems that can. */
const cloned = async (from: string, to: string): Promise<boolean> => {
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE_FORCE);
    return true;
  } catch (error) {
    if (isAbsence(error)) throw error;
    // Whatever else stands in the way is told by the copy that follows.
    await discard(to);
    return false;
  }
};

/** Copies a file that others may change meanwhile, and tells of the bytes that were copied. */
export const copied = async (from: string, to: string, second?: string): Promise<Omit<Prepared, 'path'>> => {
  if (await cloned(from, to)) return sha256File(to);
  if (second === undefined) return copyHashed(from, [to]);
  return { ...(await copyHashed(from, [to, second])), copy: second };
};

/** `sha256`: the file's hash, which is believed. `twice`: a second copy is wanted, if one is made. */
export const prepareFile = (
  layout: Layout,
  from: string,
  { sha256: known, move = false, twice = false }: PutFileOptions & { readonly twice?: boolean },
): Promise<Prepared> =>
  prepare(layout, async (path) => {
    if (move && (await moved(from, path))) {
      if (known === undefined) return sha256File(path);
      return { sha256: known.toLowerCase(), bytes: (await lstat(path)).size };
    }
    const second = twice ? scratchPath(layout) : undefined;
    try {
      return await copied(from, path, second);
    } catch (error) {
      if (second !== undefined) await discard(second);
      throw error;
    }
  });

const isUnchanged = (a: ObjectInfo, b: ObjectInfo | undefined): boolean =>
  a.etag === b?.etag && a.modifiedAt.getTime() === b.modifiedAt.getTime();

export const prepareCopy = (layout: Layout, store: ObjectStore, key: string): Promise<Prepared> =>
  prepare(layout, async (path) => {
    const before = await store.head(key);
    if (before === undefined) throw new ObjectNotFound(`there is no object ${key} in ${store.name}`);
    const folder = scratchPath(layout);
    try {
      await mkdir(folder);
      await copyFile(await store.file(key, folder), path, constants.COPYFILE_FICLONE);
    } finally {
      await discard(folder);
    }
    const { sha256: known, bytes } = before;
    if (known !== undefined && isUnchanged(before, await store.head(key))) return { sha256: known, bytes };
    return sha256File(path);
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
export const prepareShared = (layout: Layout, shelf: Pick<Shelf, 'find'>, key: string): Promise<Prepared> =>
  prepare(layout, async (path) => {
    const standing = await findStanding(layout.root, key);
    const sha256 = (await shelf.find(key))?.info.sha256;
    if (standing === undefined || sha256 === undefined)
      throw new ObjectNotFound(`there is no object ${key} in ${layout.root}`);
    await share(standing.path, path);
    const now = identityOf(await lstat(path, { bigint: true }));
    return looksSame(standing.identity, now) ? { sha256, bytes: now.bytes } : sha256File(path);
  });
