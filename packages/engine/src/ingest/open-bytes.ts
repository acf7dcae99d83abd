import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { RejectedError } from '../errors.ts';

/** What a gzip archive may unfold to. */
export interface GzipLimits {
  readonly maxBytes: number;
  /** Decompressed to compressed; looked at only beyond `ratioFromBytes`. */
  readonly maxRatio: number;
  readonly ratioFromBytes: number;
}

const gzipLimits: GzipLimits = { maxBytes: 64 * 2 ** 30, maxRatio: 200, ratioFromBytes: 2 ** 30 };

const BLOCK = 2 ** 20;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const gzipFault = (error: unknown, name: string): unknown => {
  const code = codeOf(error);
  if (code === 'Z_BUF_ERROR') {
    return new RejectedError('GZIP_TRUNCATED', `${name} ends before its gzip archive does`, {
      place: { file: name },
      remedy: 'upload the file again: the copy is incomplete',
      cause: error,
    });
  }
  if (code.startsWith('Z_') || code === 'ERR_TRAILING_JUNK_AFTER_STREAM_END') {
    return new RejectedError('GZIP_CORRUPT', `${name} is a damaged gzip archive`, {
      place: { file: name },
      remedy: 'compress and upload the file again',
      cause: error,
    });
  }
  return error;
};

async function* gunzip(
  path: string,
  name: string,
  limits: GzipLimits,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, {
    highWaterMark: 2 ** 20,
    ...(signal === undefined ? {} : { signal }),
  });
  const archive = createGunzip({ chunkSize: 2 ** 20 });
  file.on('error', (error) => archive.destroy(error));
  file.pipe(archive);
  let bytes = 0;
  try {
    for await (const block of archive) {
      if (!Buffer.isBuffer(block)) {
        continue;
      }
      bytes += block.length;
      const ratio = bytes / Math.max(1, file.bytesRead);
      if (bytes > limits.maxBytes || (bytes > limits.ratioFromBytes && ratio > limits.maxRatio)) {
        throw new RejectedError(
          'GZIP_BOMB',
          `${name} unfolds to more than ${limits.maxBytes} bytes or ${limits.maxRatio} times its size`,
          { place: { file: name }, remedy: 'upload the data uncompressed, or as Parquet' },
        );
      }
      yield block;
    }
  } catch (error) {
    throw gzipFault(error, name);
  } finally {
    file.destroy();
    archive.destroy();
  }
}

/** One block for all: fresh ones, a gigabyte in all, keep the garbage collector busy for a second. */
async function* plainBlocks(path: string, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    const block = Buffer.allocUnsafe(BLOCK);
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(block, 0, block.length, null);
      if (bytesRead === 0) {
        return;
      }
      yield block.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** A file's bytes, unpacked, in blocks of up to 1 MB, each of which holds until the next is asked for. */
export const openBytes = (options: {
  path: string;
  name: string;
  gzip: boolean;
  limits?: GzipLimits | undefined;
  signal?: AbortSignal | undefined;
}): AsyncIterable<Uint8Array> =>
  options.gzip
    ? gunzip(options.path, options.name, options.limits ?? gzipLimits, options.signal)
    : plainBlocks(options.path, options.signal);

/** CR-only line ends become LF, in place. */
export async function* withLineFeeds(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const block of blocks) {
    for (let at = block.indexOf(0x0d); at !== -1; at = block.indexOf(0x0d, at + 1)) {
      block[at] = 0x0a;
    }
    yield block;
  }
}

/** The first `bytes` bytes, or fewer where there are no more, and all blocks from the first on. */
export const peek = async (
  blocks: AsyncIterable<Uint8Array>,
  bytes: number,
): Promise<{ head: Buffer; complete: boolean; all: AsyncGenerator<Uint8Array> }> => {
  const source = blocks[Symbol.asyncIterator]();
  const taken: Uint8Array[] = [];
  let length = 0;
  let complete = false;
  while (length < bytes) {
    const next = await source.next();
    if (next.done === true) {
      complete = true;
      break;
    }
    taken.push(Uint8Array.from(next.value));
    length += next.value.length;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield* taken;
      while (!complete) {
        const next = await source.next();
        if (next.done === true) {
          return;
        }
        yield next.value;
      }
    } finally {
      await source.return?.();
    }
  }
  return {
    head: Buffer.concat(taken).subarray(0, bytes),
    complete: complete && length <= bytes,
    all: all(),
  };
};
