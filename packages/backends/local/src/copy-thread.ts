import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { createSha256 } from '@wattline/hash';

/** What a thread copies. */
export interface CopyOrder {
  readonly from: string;
  readonly to: readonly string[];
  /** Of the copies. */
  readonly mode: number;
}

/** Small enough that what was read is in the core's cache still when it is hashed and written. */
const BLOCK_BYTES = 256 << 10;

const writeAll = (file: number, bytes: Uint8Array): void => {
  for (let done = 0; done < bytes.byteLength; )
    done += writeSync(file, bytes, done, bytes.byteLength - done, null);
};

const { from, to, mode } = workerData as CopyOrder;
const hash = createSha256();
const files: number[] = [];
try {
  const source = openSync(from, 'r');
  files.push(source);
  const targets: number[] = [];
  for (const path of to) {
    const target = openSync(path, 'wx', mode);
    files.push(target);
    targets.push(target);
  }
  const block = Buffer.allocUnsafe(BLOCK_BYTES);
  for (;;) {
    const piece = block.subarray(0, readSync(source, block, 0, block.byteLength, null));
    if (piece.byteLength === 0) break;
    for (const target of targets) writeAll(target, piece);
    hash.update(piece);
  }
} finally {
  for (const file of files) closeSync(file);
}
parentPort?.postMessage(hash.digest());
