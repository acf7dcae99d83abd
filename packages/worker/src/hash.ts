import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** Hex SHA-256 of a file's bytes. */
export const sha256File = async (path: string, signal?: AbortSignal): Promise<string> => {
  const hash = createHash('sha256');
  const stream = createReadStream(path, {
    highWaterMark: 1 << 20,
    ...(signal === undefined ? {} : { signal }),
  });
  for await (const chunk of stream) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
};

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
