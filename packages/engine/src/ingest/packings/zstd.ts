import { createReadStream } from 'node:fs';
import { constants, createZstdDecompress, zstdDecompressSync } from 'node:zlib';
import { RejectedError } from '../../errors.ts';
import { hasBytes } from '../formats/signature.ts';
import type { Packing, UnpackOptions } from './packing.ts';
import { createUnpackGuard } from './unpack-guard.ts';

async function* unpack({ path, name, limits, signal }: UnpackOptions): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, {
    highWaterMark: 2 ** 20,
    ...(signal === undefined ? {} : { signal }),
  });
  const archive = createZstdDecompress({ chunkSize: 2 ** 20 });
  file.on('error', (error) => archive.destroy(error));
  file.pipe(archive);
  const guard = createUnpackGuard(name, 'ZSTD_BOMB', limits);
  try {
    for await (const block of archive) {
      if (!Buffer.isBuffer(block)) continue;
      guard(block.length, file.bytesRead);
      yield block;
    }
  } catch (cause) {
    const isOurs = cause instanceof RejectedError || signal?.aborted === true;
    throw isOurs
      ? cause
      : new RejectedError('ZSTD_CORRUPT', `${name} is a damaged or truncated zstd archive`, {
          place: { file: name },
          remedy: 'compress and upload the file again',
          cause,
        });
  } finally {
    file.destroy();
    archive.destroy();
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
