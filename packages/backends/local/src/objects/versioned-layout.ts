import { constants, copyFile, link, lstat, rm } from 'node:fs/promises';
import { identityOf } from './identity.ts';
import type { ObjectLayout } from './object-layout.ts';
import { discard, scratchPath } from './scratch.ts';
import type { StorePaths } from './store-paths.ts';
import { findCurrentFile, moveToKey, pruneFolders } from './tree.ts';
import {
  moveVersion,
  newestVersion,
  readVersion,
  versionInfo,
  versionPath,
  writeVersion,
} from './versions.ts';

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

  async remove(_key, current) {
    await rm(current.path, { force: true });
    await pruneFolders(current.path, keepFolder);
  },
});
