import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { ByteSpan } from '@wattline/backend-contract';
import { isAbsence } from './file-error.ts';
import type { Found } from './object-layout.ts';

const BLOCK_BYTES = 1 << 18;

async function* spanOfFile(file: FileHandle, { from, to }: ByteSpan): AsyncGenerator<Uint8Array> {
  try {
    if (from >= to) return;
    const range = { start: from, end: to - 1 };
    yield* file.createReadStream({ ...range, highWaterMark: BLOCK_BYTES, autoClose: false });
  } finally {
    await file.close();
  }
}

async function* spanOfBody(body: Uint8Array, { from, to }: ByteSpan): AsyncGenerator<Uint8Array> {
  const bytes = body.subarray(from, Math.max(from, to));
  if (bytes.byteLength > 0) yield bytes;
}

/** The bytes of a span of what was found, of the file as it is now; undefined where it was removed since. */
export const openSpan = async (
  { path, body }: Found,
  span: ByteSpan,
): Promise<AsyncGenerator<Uint8Array> | undefined> => {
  if (body !== undefined) return spanOfBody(body, span);
  try {
    return spanOfFile(await open(path), span);
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
};
