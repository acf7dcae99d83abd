import { type FileHandle, open } from 'node:fs/promises';
import { createSha256, type Hashed } from '@wattline/hash';

const CHUNK_BYTES = 4 << 20;

const writeAll = async (file: FileHandle, bytes: Uint8Array, at: number): Promise<void> => {
  for (let done = 0; done < bytes.byteLength; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.byteLength - done, at + done);
    done += bytesWritten;
  }
};

/**
 * Copies a file to new files with the same permissions. Returns the hex SHA-256 and the number of the bytes written.
 *
 * The file is read once: the hash is of the bytes written, even if the file changes meanwhile.
 */
export const copyHashed = async (from: string, to: readonly string[]): Promise<Hashed> => {
  const hash = createSha256();
  const files: FileHandle[] = [];
  try {
    const source = await open(from);
    files.push(source);
    const { mode, size } = await source.stat();
    const targets: FileHandle[] = [];
    for (const path of to) {
      const target = await open(path, 'wx', mode & 0o777);
      files.push(target);
      targets.push(target);
    }
    const chunk = Math.max(1, Math.min(CHUNK_BYTES, size));
    let [filled, spare] = [Buffer.allocUnsafe(chunk), Buffer.allocUnsafe(chunk)];
    let bytes = 0;
    let { bytesRead } = await source.read(filled, 0, chunk, 0);
    while (bytesRead > 0) {
      const piece = filled.subarray(0, bytesRead);
      // The next piece is read and this one written while this thread hashes.
      const writing = targets.map((target) => writeAll(target, piece, bytes));
      const reading = source.read(spare, 0, chunk, bytes + bytesRead);
      hash.update(piece);
      const [next] = await Promise.all([reading, ...writing]);
      bytes += bytesRead;
      [filled, spare] = [spare, filled];
      bytesRead = next.bytesRead;
    }
    return hash.digest();
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
};
