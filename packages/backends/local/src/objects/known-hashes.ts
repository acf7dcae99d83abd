import { readFile } from 'node:fs/promises';
import { hashFile } from '@wattline/hash';
import { z } from 'zod';
import { isAbsence } from './file-error.ts';
import { Identity, isSame } from './identity.ts';
import { writeAtomically } from './scratch.ts';
import { hashFileOf, type StorePaths } from './store-paths.ts';
import type { CurrentFile } from './tree.ts';

// Smaller objects are hashed whenever they are looked at: that takes no longer than looking up a hash.
export const SMALL_BYTES = 1 << 20;

const KnownHash = z.object({ key: z.string(), sha256: z.string(), identity: Identity });

/** Keeps the hash of a large object beside it, for as long as its file stays as it is. */
export const remember = (paths: StorePaths, key: string, hash: string, identity: Identity): Promise<void> =>
  writeAtomically(paths, hashFileOf(paths, key), JSON.stringify({ key, sha256: hash, identity }));

const recall = async (paths: StorePaths, key: string, identity: Identity): Promise<string | undefined> => {
  const text = await readFile(hashFileOf(paths, key), 'utf8').catch((error: unknown) => {
    if (!isAbsence(error)) throw error;
  });
  const known = text === undefined ? undefined : KnownHash.parse(JSON.parse(text));
  return known !== undefined && isSame(known.identity, identity) ? known.sha256 : undefined;
};

/** The hash of a large object: as it was remembered, else of its bytes. */
export const hashOf = async (
  paths: StorePaths,
  key: string,
  { path, identity }: Pick<CurrentFile, 'path' | 'identity'>,
): Promise<string> => {
  const known = await recall(paths, key, identity);
  if (known !== undefined) return known;
  const { sha256 } = await hashFile(path);
  await remember(paths, key, sha256, identity);
  return sha256;
};
