import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  type ObjectInfo,
  ObjectNotFound,
  type ObjectStore,
  PreconditionFailed,
  type PutOptions,
} from '@wattline/backend-contract';
import { copyStanding, isAdopted, keepAdopted } from './adopt.ts';
import { createAnnouncer, type OnCreated } from './announcer.ts';
import { nextTick } from './clock.ts';
import { explainFileError } from './file-error.ts';
import { prepareBytes, prepareCopy, prepareFile, prepareShared } from './incoming.ts';
import { keySegments } from './key.ts';
import { lockOf, openLayout } from './layout.ts';
import { withLock } from './lock.ts';
import { plainShelf } from './plain-shelf.ts';
import { discard, sweepScratch } from './scratch.ts';
import type { Prepared } from './shelf.ts';
import { findStanding, type Standing } from './tree.ts';
import { versionedShelf } from './versioned-shelf.ts';
import { versionInfo } from './versions.ts';
import { walkFolders, walkKeys } from './walk.ts';

export interface DirectoryStoreOptions {
  readonly name: string;
  readonly folder: string;
  readonly versioned: boolean;
  /** Objects put or adopted under this prefix are announced; '' for all. */
  readonly notifiesPrefix?: string;
  /** Called with each of them at least once, after it is in place. Where it is left out, another process's `reconcile` does. */
  readonly onCreated?: OnCreated;
  /** Versions and the tree's files share their bytes: for a versioned store whose files nobody edits in place. */
  readonly linked?: boolean;
}

export interface DirectoryStore extends ObjectStore {
  /** Absolute, without links. */
  readonly folder: string;
  readonly notifiesPrefix: string;
  /** Tells of objects that are in place and may not have been announced. Returns how many. */
  reconcile(options?: { olderThanMs?: number }): Promise<number>;
  /** Whether the file is the object's newest version, so that there is nothing to adopt. */
  isAdopted(key: string, standing: Standing): Promise<boolean>;
  /** Makes the file that somebody left at the key a version and announces it; undefined where it is one, or changes just now. */
  adopt(key: string): Promise<ObjectInfo | undefined>;
}

/**
 * A bucket that is a folder: an object is a plain file at the path that its key says.
 *
 * The etag is the content's SHA-256. Puts are atomic and survive the kill of the process at any instant; nothing is
 * synced to the disk, so the last seconds before a power cut may be lost. A directory cannot hold an object `a` beside
 * `a/b`: the second put throws InvalidKey. Links in the folder are not followed: what is behind them is not there.
 */
export const openDirectoryStore = async (options: DirectoryStoreOptions): Promise<DirectoryStore> => {
  const { name, versioned, notifiesPrefix = '' } = options;
  const layout = await openLayout(options.folder);
  await sweepScratch(layout);
  // The folder that people copy into is always there.
  const stay = resolve(layout.root, notifiesPrefix.slice(0, notifiesPrefix.lastIndexOf('/') + 1));
  await mkdir(stay, { recursive: true });
  const shelf = versioned ? versionedShelf(layout, stay, options.linked === true) : plainShelf(layout, stay);
  const announcer = createAnnouncer(layout, options.notifiesPrefix, options.onCreated);

  const locked = <T>(key: string, work: () => Promise<T>) => withLock(lockOf(layout, key), work);

  const told = async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const path = join(layout.root, ...keySegments(key));
    try {
      return await work();
    } catch (error) {
      throw explainFileError(path, error);
    }
  };

  const demand = async (key: string, { ifAbsent, ifMatch }: PutOptions) => {
    if (ifAbsent === true && (await findStanding(layout.root, key)) !== undefined)
      throw new PreconditionFailed(`${key} is in ${name} already`);
    if (ifMatch !== undefined && (await shelf.find(key))?.info.etag !== ifMatch)
      throw new PreconditionFailed(`${key} in ${name} is not the expected object`);
  };

  /** The order of this put among all; only where somebody asks for it. */
  const begin = async (key: string): Promise<string> => {
    if (!versioned && !announcer.concerns(key)) return '';
    const tick = await nextTick(layout);
    await announcer.note(key, tick);
    return tick;
  };

  const commit = async (key: string, prepared: Prepared, conditions: PutOptions): Promise<ObjectInfo> => {
    const ready = await shelf.ready(prepared);
    try {
      const { info, tick } = await locked(key, async () => {
        await demand(key, conditions);
        const tick = await begin(key);
        return { tick, info: await ready.place(key, tick) };
      });
      await announcer.announce(info, tick);
      return info;
    } catch (error) {
      await ready.abandon();
      throw error;
    }
  };

  const adopt = async (key: string): Promise<ObjectInfo | undefined> => {
    if (!versioned) throw new Error(`${name} keeps no versions, so there is nothing to adopt`);
    const standing = await findStanding(layout.root, key);
    if (standing === undefined || (await isAdopted(layout, key, standing))) return undefined;
    const prepared = await copyStanding(layout, key, standing);
    if (prepared === undefined) return undefined;
    try {
      const version = await locked(key, () => keepAdopted(layout, key, standing, prepared, () => begin(key)));
      if (version === undefined) return undefined;
      const info = versionInfo(version);
      await announcer.announce(info, version.versionId);
      return info;
    } finally {
      await discard(prepared.path);
    }
  };

  const store: DirectoryStore = {
    name,
    folder: layout.root,
    notifiesPrefix,
    head: (key, { versionId } = {}) => told(key, async () => (await shelf.find(key, versionId))?.info),
    get: (key, { versionId } = {}) =>
      told(key, async () => {
        const found = await shelf.find(key, versionId);
        if (found === undefined) return undefined;
        return { info: found.info, body: found.body ?? (await readFile(found.path)) };
      }),
    put: (key, body, conditions = {}) =>
      told(key, async () => commit(key, await prepareBytes(layout, body), conditions)),
    putFile: (key, path, conditions = {}) =>
      told(key, async () => {
        const twice = versioned && options.linked !== true;
        return commit(key, await prepareFile(layout, path, { ...conditions, twice }), conditions);
      }),
    copy: (from, key) =>
      told(key, async () => {
        if (versioned || from.store !== store)
          return commit(key, await prepareCopy(layout, from.store, from.key), {});
        // Nobody edits what stands in a store without versions: people copy their files into the one with versions.
        const prepared = await prepareShared(layout, shelf, from.key);
        try {
          return await commit(key, prepared, {});
        } finally {
          // A rename over another name of the same file does nothing.
          await discard(prepared.path);
        }
      }),
    file: (key, _folder, { versionId } = {}) =>
      told(key, async () => {
        const found = await shelf.find(key, versionId);
        if (found === undefined) throw new ObjectNotFound(`there is no object ${key} in ${name}`);
        return found.path;
      }),
    async *list(prefix, { startAfter = '' } = {}) {
      for await (const key of walkKeys(layout.root, prefix, startAfter)) {
        const found = await shelf.find(key);
        if (found !== undefined) yield found.info;
      }
    },
    folders: (prefix) => walkFolders(layout.root, prefix),
    delete: (key) =>
      told(key, () =>
        locked(key, async () => {
          const standing = await findStanding(layout.root, key);
          if (standing !== undefined) await shelf.remove(key, standing);
        }),
      ),
    reconcile: ({ olderThanMs = 0 } = {}) =>
      announcer.repeat(olderThanMs, (key, tick) =>
        // With the lock: a put that is under way has either happened or not.
        locked(key, async () => (await shelf.find(key, versioned ? tick : undefined))?.info),
      ),
    isAdopted: (key, standing) => isAdopted(layout, key, standing),
    adopt: (key) => told(key, () => adopt(key)),
  };
  return store;
};
