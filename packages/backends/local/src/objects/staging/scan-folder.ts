import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { isAbsence } from '../file-error.ts';
import { keyFaultHere } from '../key.ts';
import { isTemporaryName } from './temporary-name.ts';

export interface Scan {
  readonly keys: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  /** What is not imported although somebody put it there, by its path below `root`, and why. */
  readonly skipped: ReadonlyMap<string, string>;
}

export const keyOf = (root: string, path: string): string => relative(root, path).split(sep).join('/');

const kindFault = (entry: Dirent): string | undefined => {
  if (entry.isFile() || entry.isDirectory()) return undefined;
  if (entry.isSymbolicLink()) return 'it is a symbolic link: copy the file itself';
  if (entry.isFIFO()) return 'it is a named pipe: write to a file';
  return 'it is neither a file nor a folder';
};

/** Node decodes names that are not UTF-8 with replacement characters; by such a name the file cannot be opened. */
const nameFault = async (path: string, name: string): Promise<string | undefined> => {
  if (!name.includes('\u{FFFD}')) return undefined;
  const stats = await lstat(path).catch(() => undefined);
  return stats === undefined ? 'its name is not valid UTF-8: rename it' : undefined;
};

/**
 * The files below `folder` that may be uploads, as keys below `root`, and the folders they can be in. Links are not
 * followed.
 */
export const scanFolder = async (root: string, folder: string): Promise<Scan> => {
  const keys = new Set<string>();
  const folders = new Set([folder]);
  const skipped = new Map<string, string>();
  const visit = async (path: string): Promise<void> => {
    const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown): Dirent[] => {
      // Removed since it was seen.
      if (isAbsence(error)) return [];
      throw error;
    });
    for (const entry of entries) {
      const at = join(path, entry.name);
      const key = keyOf(root, at);
      if (isTemporaryName(key)) continue;
      const fault = kindFault(entry) ?? (await nameFault(at, entry.name)) ?? keyFaultHere(key);
      if (fault !== undefined) skipped.set(key, fault);
      else if (entry.isFile()) keys.add(key);
      else {
        folders.add(at);
        await visit(at);
      }
    }
  };
  await visit(folder);
  return { keys, folders, skipped };
};
