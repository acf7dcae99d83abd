import { open } from 'node:fs/promises';
import { createSha256, type Hashed } from './sha256.ts';

const BLOCK_BYTES = 1 << 20;

/** A file's SHA-256 and size, its bytes read once. Throws the signal's reason where it is aborted. */
export const hashFile = async (path: string, signal?: AbortSignal): Promise<Hashed> => {
  const hash = createSha256();
  const file = await open(path);
  try {
    // One block for all: fresh ones keep the garbage collector busy.
    const block = Buffer.allocUnsafe(BLOCK_BYTES);
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(block, 0, block.length, null);
      if (bytesRead === 0) return hash.digest();
      hash.update(block.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
};
