import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { createSha256 } from '@wattline/hash';
import { RequestProblem } from '@wattline/http';

export interface ReceivedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

const tooLarge = (maxBytes: number): RequestProblem =>
  new RequestProblem(413, 'UPLOAD_TOO_LARGE', `the file has more than ${maxBytes} bytes`, {
    remedy: 'cut the file into several, or raise WATTLINE_MAX_UPLOAD_BYTES of the service',
  });

const empty = (): RequestProblem =>
  new RequestProblem(400, 'UPLOAD_EMPTY', 'the body has no bytes', {
    remedy: 'send the file as the body of the request',
  });

/** Throws RequestProblem where the request itself says that it is too large. */
export const refuseTooLarge = (contentLength: string | undefined, maxBytes: number): void => {
  if (contentLength !== undefined && Number(contentLength) > maxBytes) throw tooLarge(maxBytes);
};

/**
 * Writes a request's body to a file in `folder` as it comes, lends it to `use`, and removes what is left of it: whatever
 * goes wrong leaves nothing behind.
 */
export const receiveFile = async <Result>(
  body: globalThis.ReadableStream<Uint8Array> | null,
  options: { readonly folder: string; readonly maxBytes: number; readonly signal: AbortSignal },
  use: (file: ReceivedFile) => Promise<Result>,
): Promise<Result> => {
  const { folder, maxBytes, signal } = options;
  if (body === null) throw empty();
  await mkdir(folder, { recursive: true });
  const path = join(folder, randomUUID());
  const hash = createSha256();
  let bytes = 0;
  const counted = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      hash.update(chunk);
      yield chunk;
    }
  };
  try {
    const incoming = Readable.fromWeb(body as ReadableStream<Uint8Array>);
    await pipeline(incoming, counted, createWriteStream(path, { flags: 'wx' }), { signal });
    if (bytes === 0) throw empty();
    return await use({ path, ...hash.digest() });
  } finally {
    await rm(path, { force: true });
  }
};
