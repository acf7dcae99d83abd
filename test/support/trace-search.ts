import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import pl from 'nodejs-polars';

const isParquet = (bytes: Buffer): boolean => bytes.subarray(0, 4).toString('latin1') === 'PAR1';
const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** What a file holds, unpacked: the name may be in it where its bytes do not show that. */
const contentOf = (bytes: Buffer): string[] => {
  if (isGzip(bytes)) return [gunzipSync(bytes).toString('latin1')];
  if (!isParquet(bytes)) return [];
  const frame = pl.readParquet(bytes);
  return frame.columns.map((column) => frame.getColumn(column).unique().toArray().join('\n'));
};

/** Files below a folder that have a word in their name, their bytes, or what is packed in them. */
export const filesWith = async (folder: string, word: string): Promise<string[]> => {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.name.includes(word)) found.push(relative(folder, path));
    if (!entry.isFile()) continue;
    const bytes = await readFile(path);
    if (bytes.includes(word) || contentOf(bytes).some((text) => text.includes(word)))
      found.push(relative(folder, path));
  }
  return found.sort();
};
