import { open } from 'node:fs/promises';
import { TransientError } from '@wattline/errors';
import { createSha256, type Hashed } from '@wattline/hash';

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
export async function* checkedChunks(path: string, content: Hashed): AsyncGenerator<Uint8Array> {
  const hash = createSha256();
  for await (const chunk of fileChunks(path)) {
    hash.update(chunk);
    yield chunk;
  }
  const { bytes, sha256 } = hash.digest();
  if (bytes !== content.bytes || sha256 !== content.sha256) throw changed(path);
}
