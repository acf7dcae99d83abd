import { createReadStream } from 'node:fs';
import { constants, createGunzip, gunzipSync } from 'node:zlib';
import { RejectedError } from '../../errors.ts';
import { hasBytes } from '../formats/signature.ts';
import type { Packing, UnpackOptions } from './packing.ts';
import { createUnpackGuard } from './unpack-guard.ts';

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

async function* gunzip({ path, name, limits, signal }: UnpackOptions): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, {
    highWaterMark: 2 ** 20,
    ...(signal === undefined ? {} : { signal }),
  });
  const archive = createGunzip({ chunkSize: 2 ** 20 });
  file.on('error', (error) => archive.destroy(error));
  file.pipe(archive);
  const guard = createUnpackGuard(name, 'GZIP_BOMB', limits);
  try {
    for await (const block of archive) {
      if (!Buffer.isBuffer(block)) {
        continue;
      }
      guard(block.length, file.bytesRead);
      yield block;
    }
  } catch (error) {
    throw gzipFault(error, name);
  } finally {
    file.destroy();
    archive.destroy();
  }
}

/** One or several members, one after the other. */
export const gzip: Packing = {
  key: 'gz',
  label: 'gzip',
  endings: ['.gz'],
  mediaTypes: ['application/gzip'],
  detect: (head) => hasBytes(head, [0x1f, 0x8b]),
  unpack: gunzip,
  unpackHead: (head) =>
    gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 64 * 2 ** 20 }),
};
