import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { isAbsence } from '../file-error.ts';
import { isValidKey } from '../key.ts';
import { isTemporaryName } from './temporary-name.ts';

export interface Scan {
  readonly keys: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}

export const keyOf = (root: string, path: string): string => relative(root, path).split(sep).join('/');

/** The files below `folder` that may be uploads, as keys below `root`, and the folders they can be in. Links are not followed. */
export const scanFolder = async (root: string, folder: string): Promise<Scan> => {
  const keys = new Set<string>();
  const folders = new Set([folder]);
  const visit = async (path: string): Promise<void> => {
    const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown): Dirent[] => {
      // Removed since we saw it.
      if (isAbsence(error)) return [];
      throw error;
    });
    for (const entry of entries) {
      const at = join(path, entry.name);
      const key = keyOf(root, at);
      if (!isValidKey(key) || isTemporaryName(key)) continue;
      if (entry.isFile()) keys.add(key);
      if (!entry.isDirectory()) continue;
      folders.add(at);
      await visit(at);
    }
  };
  await visit(folder);
  return { keys, folders };
};
