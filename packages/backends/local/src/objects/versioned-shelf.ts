import { constants, copyFile, link, lstat, rm } from 'node:fs/promises';
import { identityOf } from './identity.ts';
import type { Layout } from './layout.ts';
import { discard, scratchPath } from './scratch.ts';
import type { Shelf } from './shelf.ts';
import { findStanding, moveToKey, pruneFolders } from './tree.ts';
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
 * What stands in the tree tells whether there is an object; its content is that of the newest version.
 * `linked` spares the copy, for a tree that nobody edits in place.
 */
export const versionedShelf = (layout: Layout, stay: string, linked: boolean): Shelf => ({
  async find(key, versionId) {
    if (versionId === undefined && (await findStanding(layout.root, key)) === undefined) return undefined;
    const version = await (versionId === undefined
      ? newestVersion(layout, key)
      : readVersion(layout, key, versionId));
    if (version === undefined) return undefined;
    return { path: versionPath(layout, key, version.versionId), info: versionInfo(version) };
  },

  async ready(prepared) {
    const copy = prepared.copy ?? scratchPath(layout);
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
        // The tree comes first: if the process dies in between, the watcher finds a file to adopt.
        const path = await moveToKey(layout.root, copy, key);
        await moveVersion(layout, key, versionId, prepared);
        const tree = identityOf(await lstat(path, { bigint: true }));
        const { bytes, sha256 } = prepared;
        const version = { key, versionId, bytes, sha256, tree };
        await writeVersion(layout, version);
        return versionInfo(version);
      },
    };
  },

  async remove(_key, standing) {
    await rm(standing.path, { force: true });
    await pruneFolders(standing.path, stay);
  },
});
