import { mkdir, rm, stat } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import type { ObjectStore } from '@wattline/backend-contract';
import { TransientError } from '@wattline/errors';
import { hashFile } from '@wattline/hash';
import pMap from 'p-map';

/** A file that never changes. */
export interface SealedFile {
  readonly store: ObjectStore;
  readonly key: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface SealedFiles {
  /** Lends local copies, their hashes verified, in the files' order: there until `work` is done. */
  use<Result>(
    files: readonly SealedFile[],
    work: (paths: readonly string[]) => Promise<Result>,
  ): Promise<Result>;
}

interface Copy {
  readonly path: Promise<string>;
  readonly bytes: number;
  users: number;
}

const CONCURRENT_FETCHES = 4;
const VERIFIED = 10_000;

const damaged = ({ key, store }: SealedFile): TransientError =>
  new TransientError('FILE_DAMAGED', `${key} in ${store.name} is not what was sealed`, {
    place: { file: key },
    remedy: 'replay the run from publish; if it stays so, look at the disk',
  });

/**
 * Copies of sealed files in `folder`, of which at most `maxBytes` are kept beyond those in use; the least recently used go first.
 * Where the store is a folder itself, its own files are lent and nothing is copied.
 *
 * Parquet has no checksum that is checked, and damage can end the process that reads it: hence the hash, first of all.
 */
export const createSealedFiles = (options: {
  readonly folder: string;
  readonly maxBytes: number;
}): SealedFiles => {
  const { folder, maxBytes } = options;
  /** In the order of their last use. */
  const copies = new Map<string, Copy>();
  const verified = new Set<string>();

  const isOwn = (path: string): boolean => !relative(folder, dirname(path)).startsWith('..');

  const verify = async (file: SealedFile, path: string): Promise<void> => {
    const { ino, mtimeMs, size } = await stat(path);
    const identity = `${path} ${ino} ${mtimeMs} ${size} ${file.sha256}`;
    if (verified.has(identity)) return;
    if ((await hashFile(path)).sha256 !== file.sha256) throw damaged(file);
    if (verified.size >= VERIFIED) verified.clear();
    verified.add(identity);
  };

  const fetch = async (file: SealedFile): Promise<string> => {
    await mkdir(folder, { recursive: true });
    const path = await file.store.file(file.key, folder);
    try {
      await verify(file, path);
      return path;
    } catch (error) {
      if (isOwn(path)) await rm(path, { force: true });
      throw error;
    }
  };

  const drop = async (name: string, copy: Copy): Promise<void> => {
    copies.delete(name);
    const path = await copy.path.catch(() => undefined);
    if (path !== undefined && isOwn(path)) await rm(path, { force: true });
  };

  const evict = async (): Promise<void> => {
    let kept = [...copies.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    for (const [name, copy] of [...copies]) {
      if (kept <= maxBytes) return;
      if (copy.users > 0) continue;
      kept -= copy.bytes;
      await drop(name, copy);
    }
  };

  const lend = async (file: SealedFile): Promise<{ path: string; giveBack: () => void }> => {
    const name = `${file.store.name}/${file.key} ${file.sha256}`;
    const known = copies.get(name);
    const copy = known ?? { path: fetch(file), bytes: file.bytes, users: 0 };
    copies.delete(name);
    copies.set(name, copy);
    copy.users += 1;
    const giveBack = (): void => {
      copy.users -= 1;
    };
    try {
      const path = await copy.path;
      // A folder's own file may have been replaced or removed since.
      if (known !== undefined && !isOwn(path)) await verify(file, path);
      return { path, giveBack };
    } catch (error) {
      giveBack();
      if (copies.get(name) === copy) copies.delete(name);
      throw error;
    }
  };

  return {
    use: async (files, work) => {
      const begun: Promise<string>[] = [];
      const lent: { path: string; giveBack: () => void }[] = [];
      try {
        const borrow = (file: SealedFile): Promise<string> => {
          const path = lend(file).then((one) => {
            lent.push(one);
            return one.path;
          });
          begun.push(path);
          return path;
        };
        return await work(await pMap(files, borrow, { concurrency: CONCURRENT_FETCHES }));
      } finally {
        // One that failed does not wait for the others, which are given back all the same.
        await Promise.allSettled(begun);
        for (const { giveBack } of lent) giveBack();
        await evict();
      }
    },
  };
};
