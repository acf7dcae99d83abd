import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { TransientError } from '@wattline/errors';

export interface Content {
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

/** Hex SHA-256 of a file's bytes. */
export const hashFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of fileChunks(path)) hash.update(chunk);
  return hash.digest('hex');
};

async function* fileChunks(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(1 << 20));
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

const changed = (path: string): TransientError =>
  new TransientError('FILE_CHANGED', `${path} is not, or is no longer, the file that was to be put`, {
    place: { file: path },
    remedy: 'leave the file as it is until it is uploaded, then upload it again',
  });

/** The file's bytes. Ends with an error, before the last of them is taken for whole, where they are not the content. */
export async function* checkedChunks(path: string, content: Content): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of fileChunks(path)) {
    bytes += chunk.byteLength;
    hash.update(chunk);
    yield chunk;
  }
  if (bytes !== content.bytes || hash.digest('hex') !== content.sha256) throw changed(path);
}
