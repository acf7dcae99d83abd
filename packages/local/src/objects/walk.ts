import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbsence } from './file-error.ts';
import { HIDDEN, isValidKey } from './key.ts';

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

/** Keys of the files below `root`, in ascending byte order; links are not followed. */
export async function* walkKeys(
  root: string,
  prefix: string,
  startAfter: string,
  above = '',
): AsyncGenerator<string> {
  // A folder sorts with its slash: `a-b` comes before `a/b`, `a0` after.
  const names = (await entriesOf(join(root, above)))
    .filter((entry) => entry.isFile() || (entry.isDirectory() && !(above === '' && entry.name === HIDDEN)))
    .map((entry) => above + entry.name + (entry.isDirectory() ? '/' : ''))
    .sort(byBytes);
  for (const name of names) {
    if (name.endsWith('/')) {
      if (!isOutside(name, prefix, startAfter)) yield* walkKeys(root, prefix, startAfter, name);
    } else if (name.startsWith(prefix) && byBytes(name, startAfter) > 0 && isValidKey(name)) yield name;
  }
}
