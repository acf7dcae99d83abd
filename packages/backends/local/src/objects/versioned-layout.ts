import { constants, copyFile, link, lstat, rm } from 'node:fs/promises';
import { hashFile } from '@wattline/hash';
import { type Identity, identityOf, looksSame } from './identity.ts';
import type { ObjectLayout } from './object-layout.ts';
import { tryClone } from './prepare.ts';
import { discard, scratchPath } from './scratch.ts';
import { shareReadOnly } from './share-read-only.ts';
import type { StorePaths } from './store-paths.ts';
import { type CurrentFile, findCurrentFile, moveToKey, pruneFolders } from './tree.ts';
import {
  moveVersion,
  newestVersion,
  readVersion,
  removeVersions,
  type Version,
  versionInfo,
  versionPath,
  walkVersions,
  writeVersion,
} from './versions.ts';

/** Whether the file at the key has a version's bytes. One that was changed since is a version to come. */
const isOf = async ({ tree, bytes, sha256 }: Version, { path, identity }: CurrentFile): Promise<boolean> =>
  looksSame(tree, identity) || (identity.bytes === bytes && (await hashFile(path)).sha256 === sha256);

const remove = async ({ path }: CurrentFile, keepFolder: string): Promise<void> => {
  await rm(path, { force: true });
  await pruneFolders(path, keepFolder);
};

const identityAt = async (path: string): Promise<Identity> => identityOf(await lstat(path, { bigint: true }));

/** Whether a version has its bytes still: who may write everywhere may have written by its name in the tree. */
const isWhole = async (paths: StorePaths, version: Version): Promise<boolean> => {
  if (version.shared === undefined) return true;
  const path = versionPath(paths, version.key, version.versionId);
  const now = await identityAt(path);
  if (looksSame(now, version.shared)) return true;
  if ((await hashFile(path)).sha256 !== version.sha256) return false;
  await writeVersion(paths, { ...version, shared: now });
  return true;
};

/** Makes the file in the tree out of a version's; whether both are one file then. */
const makeCopy = async (
  from: string,
  to: string,
  { linked, isLarge }: { linked: boolean; isLarge: boolean },
) => {
  if (linked) {
    await link(from, to);
    return false;
  }
  if (!isLarge) {
    await copyFile(from, to, constants.COPYFILE_FICLONE);
    return false;
  }
  if (await tryClone(from, to)) return false;
  if (await shareReadOnly(from, to)) return true;
  await copyFile(from, to);
  return false;
};

/**
 * Every put keeps a version of its own, and a copy of it in the tree for the user to see, change or remove.
 * The object exists if there is a file in the tree; its content is that of the newest version.
 * `linked` spares the copy, for a tree that is not edited in place. So it is spared from `sharedFrom` bytes on, where the
 * file system makes no clones: the file in the tree is read-only then.
 */
export const versionedLayout = (
  paths: StorePaths,
  keepFolder: string,
  { linked, sharedFrom }: { readonly linked: boolean; readonly sharedFrom: number },
): ObjectLayout => ({
  async find(key, versionId) {
    if (versionId === undefined && (await findCurrentFile(paths.root, key)) === undefined) return undefined;
    const version = await (versionId === undefined
      ? newestVersion(paths, key)
      : readVersion(paths, key, versionId));
    if (version === undefined || !(await isWhole(paths, version))) return undefined;
    return { path: versionPath(paths, key, version.versionId), info: versionInfo(version) };
  },

  async ready(prepared) {
    const copy = prepared.copy ?? scratchPath(paths);
    const abandon = async () => {
      await discard(copy);
      await discard(prepared.path);
    };
    let isShared = false;
    try {
      if (prepared.copy === undefined)
        isShared = await makeCopy(prepared.path, copy, { linked, isLarge: prepared.bytes >= sharedFrom });
    } catch (error) {
      await abandon();
      throw error;
    }
    return {
      abandon,
      async place(key, versionId) {
        // The tree comes first: if the process dies in between, the watcher finds a file to import.
        const path = await moveToKey(paths.root, copy, key);
        await moveVersion(paths, key, versionId, prepared);
        const tree = await identityAt(path);
        const { bytes, sha256 } = prepared;
        const version = { key, versionId, bytes, sha256, tree, ...(isShared && { shared: tree }) };
        await writeVersion(paths, version);
        return versionInfo(version);
      },
    };
  },

  remove: (_key, current) => remove(current, keepFolder),

  async *versions(prefix) {
    let newest: Version | undefined;
    for await (const { key, versionId } of walkVersions(paths, prefix)) {
      const version = await readVersion(paths, key, versionId);
      if (version === undefined) continue;
      if (newest?.key !== key) newest = await newestVersion(paths, key);
      const isNewest = newest?.versionId === versionId;
      const isCurrent = isNewest && (await findCurrentFile(paths.root, key)) !== undefined;
      yield { ...versionInfo(version), isCurrent };
    }
  },

  async purge(key, versionId) {
    const newest = await newestVersion(paths, key);
    const current = await findCurrentFile(paths.root, key);
    const isOwn = current !== undefined && newest !== undefined && (await isOf(newest, current));
    // The tree goes first: it would be imported again without its version.
    if (isOwn && (versionId === undefined || versionId === newest.versionId))
      await remove(current, keepFolder);
    await removeVersions(paths, key, versionId);
  },
});
