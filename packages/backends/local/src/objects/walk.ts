import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbsence } from './file-error.ts';
import { HIDDEN, isValidKey } from './key.ts';
import { isRealPath } from './tree.ts';

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const entriesOf = async (folder: string): Promise<Dirent[]> => {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isAbsence(error)) return [];
    throw error;
  }
};

/** Whether no key that begins with `folder` can be both under the prefix and after the start. */
const isOutside = (folder: string, prefix: string, startAfter: string): boolean =>
  !(folder.startsWith(prefix) || prefix.startsWith(folder)) ||
  (!startAfter.startsWith(folder) && byBytes(folder, startAfter) < 0);

/** Whether keys can be below `above`, which is empty or ends in a slash: it is no other's folder, and no link leads there. */
const isFolder = async (root: string, above: string): Promise<boolean> => {
  if (above === '') return true;
  const key = above.slice(0, -1);
  return isValidKey(key) && (await isRealPath(join(root, ...key.split('/'))));
};

/** The folders straight below `prefix`, each with its slash; an empty one that somebody made by hand is among them. */
export const walkFolders = async function* (root: string, prefix: string): AsyncGenerator<string> {
  if (!(await isFolder(root, prefix))) return;
  const names = (await entriesOf(join(root, prefix)))
    .filter((entry) => entry.isDirectory() && !(prefix === '' && entry.name === HIDDEN))
    .map((entry) => `${prefix}${entry.name}/`)
    .sort(byBytes);
  yield* names;
};

/** Keys of the files below `root`, in ascending byte order; links are not followed. */
export async function* walkKeys(root: string, prefix: string, startAfter: string): AsyncGenerator<string> {
  // Not from the root: with ten thousand runs, each of their folders would be looked at for every one.
  const above = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  if (await isFolder(root, above)) yield* walk(root, prefix, startAfter, above);
}

async function* walk(
  root: string,
  prefix: string,
  startAfter: string,
  above: string,
): AsyncGenerator<string> {
  // A folder sorts with its slash: `a-b` comes before `a/b`, `a0` after.
  const names = (await entriesOf(join(root, above)))
    .filter((entry) => entry.isFile() || (entry.isDirectory() && !(above === '' && entry.name === HIDDEN)))
    .map((entry) => above + entry.name + (entry.isDirectory() ? '/' : ''))
    .sort(byBytes);
  for (const name of names) {
    if (name.endsWith('/')) {
      if (!isOutside(name, prefix, startAfter)) yield* walk(root, prefix, startAfter, name);
    } else if (name.startsWith(prefix) && byBytes(name, startAfter) > 0 && isValidKey(name)) yield name;
  }
}
