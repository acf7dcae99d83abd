import { constants, copyFile, link, lstat, rm } from 'node:fs/promises';
import { hashFile } from '@wattline/hash';
import { identityOf, looksSame } from './identity.ts';
import type { ObjectLayout } from './object-layout.ts';
import { discard, scratchPath } from './scratch.ts';
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

/**
 * Every put keeps a version of its own, and a copy of it in the tree for the user to see, change or remove.
 * The object exists if there is a file in the tree; its content is that of the newest version.
 * `linked` spares the copy, for a tree that is not edited in place.
 */
export const versionedLayout = (paths: StorePaths, keepFolder: string, linked: boolean): ObjectLayout => ({
  async find(key, versionId) {
    if (versionId === undefined && (await findCurrentFile(paths.root, key)) === undefined) return undefined;
    const version = await (versionId === undefined
      ? newestVersion(paths, key)
      : readVersion(paths, key, versionId));
    if (version === undefined) return undefined;
    return { path: versionPath(paths, key, version.versionId), info: versionInfo(version) };
  },

  async ready(prepared) {
    const copy = prepared.copy ?? scratchPath(paths);
    const abandon = async () => {
      await discard(copy);
      await discard(prepared.path);
    };
    try {
      if (linked) await link(prepared.path, copy);
      else if (prepared.copy === undefined) await copyFile(prepared.path, copy, constants.COPYFILE_FICLONE);
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
        const tree = identityOf(await lstat(path, { bigint: true }));
        const { bytes, sha256 } = prepared;
        const version = { key, versionId, bytes, sha256, tree };
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
