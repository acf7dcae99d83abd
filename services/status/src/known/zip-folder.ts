import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { ZipFile } from 'yazl';

/** One for all, so that the same files are the same archive. */
const MODIFIED = new Date('1980-01-01T00:00:00Z');

/** The files of a folder as a zip archive, byte by byte as they are: Parquet is packed already. */
export async function* zipFolder(folder: string): AsyncGenerator<Uint8Array> {
  const archive = new ZipFile();
  const failed = once(archive, 'error').then(([error]) => {
    throw error;
  });
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const path of paths)
    archive.addFile(path, relative(folder, path).split(sep).join('/'), {
      mtime: MODIFIED,
      mode: 0o100644,
      compress: false,
    });
  archive.end();
  const chunks = (archive.outputStream as AsyncIterable<Uint8Array> & NodeJS.ReadableStream)[
    Symbol.asyncIterator
  ]() as AsyncIterator<Uint8Array>;
  try {
    for (;;) {
      const { done, value } = await Promise.race([chunks.next(), failed]);
      if (done === true) return;
      yield value;
    }
  } finally {
    void failed.catch(() => {});
    await chunks.return?.();
  }
}
