import { type FileHandle, open, stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { createSha256, type Hashed } from '@wattline/hash';
import type { CopyOrder } from './copy-thread.ts';

const CHUNK_BYTES = 4 << 20;
/** A thread takes 20 ms to start. */
const THREAD_FROM_BYTES = 64 << 20;

const writeAll = async (file: FileHandle, bytes: Uint8Array, at: number): Promise<void> => {
  for (let done = 0; done < bytes.byteLength; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.byteLength - done, at + done);
    done += bytesWritten;
  }
};

/** Reads, hashes and writes by turns with Node's own threads: each piece wanders from core to core. */
const copyByPieces = async (from: string, to: readonly string[]): Promise<Hashed> => {
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

/** Reads, hashes and writes on one core, which takes half the processor time: what it has at hand it need not fetch. */
const copyInThread = (order: CopyOrder): Promise<Hashed> =>
  new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./copy-thread.ts', import.meta.url), { workerData: order });
    thread.once('message', resolve);
    thread.once('error', reject);
    // Of no effect where it ended well, or said why not.
    thread.once('exit', () => reject(new Error(`the thread that copied ${order.from} ended`)));
  });

/**
 * Copies a file to new files with the same permissions. Returns the hex SHA-256 and the number of the bytes written.
 *
 * The file is read once: the hash is of the bytes written, even if the file changes meanwhile. Not by `fs.copyFile`: that
 * never ends where the file gets shorter meanwhile.
 */
export const copyHashed = async (
  from: string,
  to: readonly string[],
  threadFromBytes = THREAD_FROM_BYTES,
): Promise<Hashed> => {
  const { size, mode } = await stat(from);
  return size < threadFromBytes ? copyByPieces(from, to) : copyInThread({ from, to, mode: mode & 0o777 });
};
