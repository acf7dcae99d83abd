import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { constants, createZstdDecompress, zstdDecompressSync } from 'node:zlib';
import { RejectedError } from '../../errors.ts';
import { hasBytes } from '../formats/signature.ts';
import type { Packing, UnpackOptions } from './packing.ts';
import { createUnpackGuard } from './unpack-guard.ts';

const MAGIC = 0xfd2fb528;
/** Frames of these sixteen magic numbers hold no data. */
const SKIPPABLE = 0x184d2a50;

/** Where the frame that begins at `start` has its data; past it where it has none. Undefined for what is no frame. */
const frameAt = async (file: FileHandle, start: number): Promise<{ skip: number } | undefined> => {
  const head = Buffer.alloc(8);
  const { bytesRead } = await file.read(head, 0, 8, start);
  const magic = bytesRead < 4 ? 0 : head.readUInt32LE(0);
  if (magic === MAGIC) return { skip: 0 };
  return (magic & 0xfffffff0) === SKIPPABLE && bytesRead === 8
    ? { skip: 8 + head.readUInt32LE(4) }
    : undefined;
};

/** Node's decompressor stops at the end of a frame: each gets one of its own. */
async function* frames(
  { path, name, limits, signal }: UnpackOptions,
  file: FileHandle,
): AsyncGenerator<Uint8Array> {
  const { size } = await file.stat();
  const guard = createUnpackGuard(name, 'ZSTD_BOMB', limits);
  for (let start = 0; start < size; ) {
    signal?.throwIfAborted();
    const frame = await frameAt(file, start);
    if (frame === undefined) throw new Error(`no zstd frame begins at byte ${start}`);
    start += frame.skip;
    if (frame.skip > 0) continue;
    const packed = createReadStream(path, { start, highWaterMark: 2 ** 20 });
    const archive = createZstdDecompress({ chunkSize: 2 ** 20 });
    packed.on('error', (error) => archive.destroy(error));
    packed.pipe(archive);
    try {
      for await (const block of archive) {
        signal?.throwIfAborted();
        if (!Buffer.isBuffer(block)) continue;
        guard(block.length, start + archive.bytesWritten);
        yield block;
      }
      start += archive.bytesWritten;
    } finally {
      packed.destroy();
      archive.destroy();
    }
  }
}

async function* unpack(options: UnpackOptions): AsyncGenerator<Uint8Array> {
  const { path, name, signal } = options;
  const file = await open(path);
  try {
    yield* frames(options, file);
  } catch (cause) {
    if (cause instanceof RejectedError || signal?.aborted === true) throw cause;
    throw new RejectedError('ZSTD_CORRUPT', `${name} is a damaged or truncated zstd archive`, {
      place: { file: name },
      remedy: 'compress and upload the file again',
      cause,
    });
  } finally {
    await file.close();
  }
}

/** One or several frames, one after the other. */
export const zstd: Packing = {
  key: 'zst',
  label: 'zstd',
  endings: ['.zst', '.zstd'],
  mediaTypes: ['application/zstd'],
  detect: (head) => hasBytes(head, [0x28, 0xb5, 0x2f, 0xfd]),
  unpack,
  unpackHead: (head) =>
    zstdDecompressSync(head, { finishFlush: constants.ZSTD_e_flush, maxOutputLength: 64 * 2 ** 20 }),
};
