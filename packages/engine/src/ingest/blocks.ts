import { open } from 'node:fs/promises';

const BLOCK = 2 ** 20;

/** A file's bytes from an offset on, in blocks of up to 1 MB, each of which holds until the next is asked for. */
export async function* fileBlocks(
  path: string,
  signal: AbortSignal | undefined,
  from = 0,
): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    // One block for all: fresh ones keep the garbage collector busy.
    const block = Buffer.allocUnsafe(BLOCK);
    for (let position = from; ; ) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(block, 0, block.length, position);
      if (bytesRead === 0) {
        return;
      }
      position += bytesRead;
      yield block.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** Bytes from one offset to another. */
export async function* bytesBetween(
  blocks: AsyncIterable<Uint8Array>,
  { from, to }: { readonly from: number; readonly to: number },
): AsyncGenerator<Uint8Array> {
  let offset = 0;
  for await (const block of blocks) {
    const part = block.subarray(Math.max(0, from - offset), Math.max(0, to - offset));
    offset += block.length;
    if (part.length > 0) yield part;
    if (offset >= to) return;
  }
}

/** The first `bytes` bytes, or fewer where there are no more; `complete` says that these are all. */
export const headOf = async (
  blocks: AsyncIterable<Uint8Array>,
  bytes: number,
): Promise<{ head: Buffer; complete: boolean }> => {
  const taken: Uint8Array[] = [];
  let length = 0;
  for await (const block of blocks) {
    taken.push(Uint8Array.from(block.subarray(0, bytes - length)));
    length += block.length;
    if (length > bytes) {
      return { head: Buffer.concat(taken), complete: false };
    }
  }
  return { head: Buffer.concat(taken), complete: true };
};
