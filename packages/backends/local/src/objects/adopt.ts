import { isAbsence } from './file-error.ts';
import { isSame, looksSame } from './identity.ts';
import { copied } from './incoming.ts';
import type { Layout } from './layout.ts';
import { discard, scratchPath } from './scratch.ts';
import type { Prepared } from './shelf.ts';
import { findStanding, type Standing } from './tree.ts';
import { moveVersion, newestVersion, type Version, writeVersion } from './versions.ts';

/** Whether what stands in the tree is the newest version's, as far as can be told without reading it. */
export const isAdopted = async (layout: Layout, key: string, standing: Standing): Promise<boolean> => {
  const newest = await newestVersion(layout, key);
  return newest !== undefined && isSame(newest.tree, standing.identity);
};

const isStill = async (layout: Layout, key: string, standing: Standing): Promise<boolean> => {
  const now = await findStanding(layout.root, key);
  return now !== undefined && isSame(now.identity, standing.identity);
};

/** A copy of what stands at the key; undefined where it changed while it was read. */
export const copyStanding = async (
  layout: Layout,
  key: string,
  standing: Standing,
): Promise<Prepared | undefined> => {
  const path = scratchPath(layout);
  try {
    // A copy: an edit in place must not reach into the version.
    const prepared = { path, ...(await copied(standing.path, path)) };
    if (await isStill(layout, key, standing)) return prepared;
  } catch (error) {
    await discard(path);
    if (!isAbsence(error)) throw error;
  }
  await discard(path);
  return undefined;
};

/**
 * Makes a copied file the newest version; `undefined` where it is one or has changed since. With the key's lock held.
 * A file written again is a version again, with the same content too, as in S3;
 * one that was only renamed to and fro, linked or given other rights is not.
 */
export const keepAdopted = async (
  layout: Layout,
  key: string,
  standing: Standing,
  prepared: Prepared,
  nextVersionId: () => Promise<string>,
): Promise<Version | undefined> => {
  if (!(await isStill(layout, key, standing))) return undefined;
  const newest = await newestVersion(layout, key);
  if (newest !== undefined && looksSame(newest.tree, standing.identity)) {
    const unchanged = newest.sha256 === prepared.sha256;
    if (unchanged && !isSame(newest.tree, standing.identity))
      await writeVersion(layout, { ...newest, tree: standing.identity });
    if (unchanged) return undefined;
  }
  const versionId = await nextVersionId();
  await moveVersion(layout, key, versionId, prepared);
  const { bytes, sha256 } = prepared;
  const version = { key, versionId, bytes, sha256, tree: standing.identity };
  await writeVersion(layout, version);
  return version;
};
