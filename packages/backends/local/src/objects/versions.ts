import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObjectInfo } from '@wattline/backend-contract';
import { z } from 'zod';
import { isTick, tickTime } from './clock.ts';
import { isAbsence } from './file-error.ts';
import { Identity } from './identity.ts';
import { keySegments } from './key.ts';
import type { Layout } from './layout.ts';
import { writeWhole } from './scratch.ts';
import type { Prepared } from './shelf.ts';

/** What is known of one version. The version is there once this is: its bytes come first. */
const Version = z.object({
  key: z.string(),
  versionId: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  /** The file in the tree that was made from it, or that it was made from. */
  tree: Identity,
});
export type Version = z.infer<typeof Version>;

const folderOf = (layout: Layout, key: string): string => join(layout.versions, ...keySegments(key));

export const versionPath = (layout: Layout, key: string, versionId: string): string =>
  join(folderOf(layout, key), versionId);

const recordPath = (layout: Layout, key: string, versionId: string): string =>
  `${versionPath(layout, key, versionId)}.json`;

export const readVersion = async (
  layout: Layout,
  key: string,
  versionId: string,
): Promise<Version | undefined> => {
  if (!isTick(versionId)) return undefined;
  try {
    return Version.parse(JSON.parse(await readFile(recordPath(layout, key, versionId), 'utf8')));
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
};

/** The version put last, whether or not its file still stands in the tree. */
export const newestVersion = async (layout: Layout, key: string): Promise<Version | undefined> => {
  const names = await readdir(folderOf(layout, key)).catch((error: unknown) => {
    if (isAbsence(error)) return [];
    throw error;
  });
  const newest = names
    .filter((name) => name.endsWith('.json') && isTick(name.slice(0, -5)))
    .sort()
    .at(-1);
  return newest === undefined ? undefined : readVersion(layout, key, newest.slice(0, -5));
};

export const writeVersion = (layout: Layout, version: Version): Promise<void> =>
  writeWhole(layout, recordPath(layout, version.key, version.versionId), JSON.stringify(version));

/** Moves a version's bytes to where they stay; it is not there before `writeVersion`. */
export const moveVersion = async (
  layout: Layout,
  key: string,
  versionId: string,
  prepared: Prepared,
): Promise<void> => {
  await mkdir(folderOf(layout, key), { recursive: true });
  await rename(prepared.path, versionPath(layout, key, versionId));
};

export const versionInfo = ({ key, versionId, bytes, sha256 }: Version): ObjectInfo => ({
  key,
  bytes,
  etag: sha256,
  sha256,
  versionId,
  modifiedAt: tickTime(versionId),
});
