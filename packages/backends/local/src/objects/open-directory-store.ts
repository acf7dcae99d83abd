import { mkdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  type ObjectInfo,
  ObjectNotFound,
  type ObjectStore,
  PreconditionFailed,
  type PutOptions,
} from '@wattline/backend-contract';
import { nextTick } from './clock.ts';
import { explainFileError } from './file-error.ts';
import { copyCurrentFile, importVersion, isImported } from './import-file.ts';
import { keySegments } from './key.ts';
import { linkOut } from './link-out.ts';
import { withLock } from './lock.ts';
import { createNotifier, type OnCreated } from './notifier.ts';
import type { Prepared } from './object-layout.ts';
import { plainLayout } from './plain-layout.ts';
import { prepareBytes, prepareCopy, prepareFile, prepareShared } from './prepare.ts';
import { openSpan } from './read-span.ts';
import { discard, sweepScratch } from './scratch.ts';
import { lockOf, openStorePaths } from './store-paths.ts';
import { type CurrentFile, findCurrentFile } from './tree.ts';
import { versionedLayout } from './versioned-layout.ts';
import { versionInfo } from './versions.ts';
import { walkFolders, walkKeys } from './walk.ts';

export interface DirectoryStoreOptions {
  readonly name: string;
  readonly folder: string;
  readonly versioned: boolean;
  /** Objects put or imported under this prefix are announced; '' for all. */
  readonly notifiesPrefix?: string;
  /** Called at least once for each of them, after it is in place. If left out, another process's `reconcile` does it. */
  readonly onCreated?: OnCreated;
  /** Versions and the tree's files share their bytes: for a versioned store whose files are never edited in place. */
  readonly linked?: boolean;
  /** From so many bytes on, a version that is put and the tree's file share their bytes, and the latter is read-only. */
  readonly sharedFrom?: number;
}

export interface DirectoryStore extends ObjectStore {
  /** Absolute, without links. */
  readonly folder: string;
  readonly notifiesPrefix: string;
  /** Announces objects that are in place and may not have been announced. Returns how many. */
  reconcile(options?: { olderThanMs?: number }): Promise<number>;
  /** Removes objects below a prefix that were put longer ago. Returns how many. */
  expire(prefix: string, olderThanMs: number): Promise<number>;
  /** Whether the file is the object's newest version, so that there is nothing to import. */
  isImported(key: string, current: CurrentFile): Promise<boolean>;
  /** Makes the file that a user left at the key a version and announces it; undefined if it is one already, or is changing. */
  importFile(key: string): Promise<ObjectInfo | undefined>;
}

/** Of smaller files a copy is made in no time, which can be edited in place. */
const SHARED_FROM = 64 << 20;

/**
 * A bucket that is a folder: an object is a plain file at the path that its key says.
 *
 * The etag is the content's SHA-256. Puts are atomic and survive the kill of the process at any instant; nothing is
 * synced to the disk, so the last seconds before a power cut may be lost. A directory cannot hold an object `a` beside
 * `a/b`: the second put throws InvalidKey. Links in the folder are not followed: what is behind them is not there.
 */
export const openDirectoryStore = async (options: DirectoryStoreOptions): Promise<DirectoryStore> => {
  const { name, versioned, notifiesPrefix = '', linked = false, sharedFrom = SHARED_FROM } = options;
  const paths = await openStorePaths(options.folder);
  await sweepScratch(paths);
  // The folder that people copy into is always there.
  const keepFolder = resolve(paths.root, notifiesPrefix.slice(0, notifiesPrefix.lastIndexOf('/') + 1));
  await mkdir(keepFolder, { recursive: true });
  const layout = versioned
    ? versionedLayout(paths, keepFolder, { linked, sharedFrom })
    : plainLayout(paths, keepFolder);
  const notifier = createNotifier(paths, options.notifiesPrefix, options.onCreated);

  const locked = <T>(key: string, work: () => Promise<T>) => withLock(lockOf(paths, key), work);

  const explained = async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const path = join(paths.root, ...keySegments(key));
    try {
      return await work();
    } catch (error) {
      throw explainFileError(path, error);
    }
  };

  const checkConditions = async (key: string, { ifAbsent, ifMatch }: PutOptions) => {
    if (ifAbsent === true && (await findCurrentFile(paths.root, key)) !== undefined)
      throw new PreconditionFailed(`${key} is in ${name} already`);
    if (ifMatch !== undefined && (await layout.find(key))?.info.etag !== ifMatch)
      throw new PreconditionFailed(`${key} in ${name} is not the expected object`);
  };

  /** The order of this put among all; only where somebody asks for it. */
  const begin = async (key: string): Promise<string> => {
    if (!versioned && !notifier.covers(key)) return '';
    const tick = await nextTick(paths);
    await notifier.note(key, tick);
    return tick;
  };

  const commit = async (key: string, prepared: Prepared, conditions: PutOptions): Promise<ObjectInfo> => {
    const ready = await layout.ready(prepared);
    try {
      const { info, tick } = await locked(key, async () => {
        await checkConditions(key, conditions);
        const tick = await begin(key);
        return { tick, info: await ready.place(key, tick) };
      });
      await notifier.announce(info, tick);
      return info;
    } catch (error) {
      await ready.abandon();
      throw error;
    }
  };

  const importFile = async (key: string): Promise<ObjectInfo | undefined> => {
    if (!versioned) throw new Error(`${name} keeps no versions, so there is nothing to import`);
    const current = await findCurrentFile(paths.root, key);
    if (current === undefined || (await isImported(paths, key, current))) return undefined;
    const prepared = await copyCurrentFile(paths, key, current);
    if (prepared === undefined) return undefined;
    try {
      const version = await locked(key, () => importVersion(paths, key, current, prepared, () => begin(key)));
      if (version === undefined) return undefined;
      const info = versionInfo(version);
      await notifier.announce(info, version.versionId);
      return info;
    } finally {
      await discard(prepared.path);
    }
  };

  const store: DirectoryStore = {
    name,
    folder: paths.root,
    notifiesPrefix,
    head: (key, { versionId } = {}) => explained(key, async () => (await layout.find(key, versionId))?.info),
    get: (key, { versionId } = {}) =>
      explained(key, async () => {
        const found = await layout.find(key, versionId);
        if (found === undefined) return undefined;
        return { info: found.info, body: found.body ?? (await readFile(found.path)) };
      }),
    put: (key, body, conditions = {}) =>
      explained(key, async () => commit(key, await prepareBytes(paths, body), conditions)),
    putFile: (key, path, conditions = {}) =>
      explained(key, async () => {
        const twice = versioned && !linked && (await stat(path)).size < sharedFrom;
        return commit(key, await prepareFile(paths, path, { ...conditions, twice }), conditions);
      }),
    // A file in a store with versions is its user's, to be edited.
    link: (key, path) => explained(key, async () => (versioned ? undefined : linkOut(paths, key, path))),
    copy: (from, key) =>
      explained(key, async () => {
        if (versioned || from.store !== store)
          return commit(key, await prepareCopy(paths, from.store, from.key), {});
        // Files in a store without versions are not edited: people copy theirs into the one with versions.
        const prepared = await prepareShared(paths, layout, from.key);
        try {
          return await commit(key, prepared, {});
        } finally {
          // A rename over another name of the same file does nothing.
          await discard(prepared.path);
        }
      }),
    file: (key, _folder, { versionId } = {}) =>
      explained(key, async () => {
        const found = await layout.find(key, versionId);
        if (found === undefined) throw new ObjectNotFound(`there is no object ${key} in ${name}`);
        return found.path;
      }),
    async *bytes(key, span, { versionId } = {}) {
      yield* await explained(key, async () => {
        const found = await layout.find(key, versionId);
        const bytes = found && (await openSpan(found, span));
        if (bytes === undefined) throw new ObjectNotFound(`there is no object ${key} in ${name}`);
        return bytes;
      });
    },
    async *list(prefix, { startAfter = '' } = {}) {
      for await (const key of walkKeys(paths.root, prefix, startAfter)) {
        const found = await layout.find(key);
        if (found !== undefined) yield found.info;
      }
    },
    folders: (prefix) => walkFolders(paths.root, prefix),
    delete: (key) =>
      explained(key, () =>
        locked(key, async () => {
          const current = await findCurrentFile(paths.root, key);
          if (current !== undefined) await layout.remove(key, current);
        }),
      ),
    versions: (prefix) => layout.versions(prefix),
    purge: (key, { versionId } = {}) => explained(key, () => locked(key, () => layout.purge(key, versionId))),
    reconcile: ({ olderThanMs = 0 } = {}) =>
      notifier.repeat(olderThanMs, (key, tick) =>
        // With the lock: a put that is under way has either happened or not.
        locked(key, async () => (await layout.find(key, versioned ? tick : undefined))?.info),
      ),
    expire: async (prefix, olderThanMs) => {
      let removed = 0;
      const isOld = (current: CurrentFile | undefined): current is CurrentFile =>
        current !== undefined && Date.now() - current.modifiedAt.getTime() > olderThanMs;
      for await (const key of walkKeys(paths.root, prefix, '')) {
        if (!isOld(await findCurrentFile(paths.root, key))) continue;
        await locked(key, async () => {
          // It may have been put again meanwhile.
          const current = await findCurrentFile(paths.root, key);
          if (!isOld(current)) return;
          await layout.remove(key, current);
          removed += 1;
        });
      }
      return removed;
    },
    isImported: (key, current) => isImported(paths, key, current),
    importFile: (key) => explained(key, () => importFile(key)),
  };
  return store;
};
