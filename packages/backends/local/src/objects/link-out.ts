import { lstat } from 'node:fs/promises';
import { ObjectNotFound } from '@wattline/backend-contract';
import { identityOf, looksSame } from './identity.ts';
import { hashOf, remember } from './known-hashes.ts';
import { tryClone } from './prepare.ts';
import { discard } from './scratch.ts';
import { shareReadOnly } from './share-read-only.ts';
import type { StorePaths } from './store-paths.ts';
import { findCurrentFile } from './tree.ts';

/** Smaller files are as soon copied, and then anybody may edit the copy. */
const WORTH_BYTES = 8 << 20;

/**
 * Makes `to` a file of an object's bytes: a clone, else another name of its file. Undefined for small objects, and where
 * neither can be.
 */
export const linkOut = async (
  paths: StorePaths,
  key: string,
  to: string,
): Promise<{ readonly sha256: string } | undefined> => {
  const current = await findCurrentFile(paths.root, key);
  if (current === undefined) throw new ObjectNotFound(`there is no object ${key} in ${paths.root}`);
  const { path, identity } = current;
  if (identity.bytes < WORTH_BYTES) return undefined;
  const sha256 = await hashOf(paths, key, current);
  if (await tryClone(path, to)) return { sha256 };
  if (!(await shareReadOnly(path, to))) return undefined;
  const linked = identityOf(await lstat(to, { bigint: true }));
  if (looksSame(linked, identity)) {
    // Links and rights are no change of the bytes: they need not be read again.
    await remember(paths, key, sha256, linked);
    return { sha256 };
  }
  // The object was replaced meanwhile.
  await discard(to);
  return undefined;
};
