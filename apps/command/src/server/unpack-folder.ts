import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { TransientError } from '@wattline/errors';
import yauzl from 'yauzl';

const damaged = (archive: string, cause?: unknown): TransientError =>
  new TransientError('DOWNLOAD_DAMAGED', `${archive} is not what the server packed`, {
    place: { file: archive },
    remedy: 'download it again',
    cause,
  });

const writeChecked = async (source: NodeJS.ReadableStream, target: string): Promise<number> => {
  let sum = 0;
  const checking = new Transform({
    transform: (chunk: Buffer, _, done) => {
      sum = crc32(chunk, sum);
      done(null, chunk);
    },
  });
  await pipeline(source, checking, createWriteStream(target));
  return sum;
};

/** Unpacks a zip archive that a server made into a folder. Throws TransientError where it is damaged. */
export const unpackFolder = async (path: string, folder: string): Promise<void> => {
  try {
    const archive = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false });
    try {
      for await (const entry of archive.eachEntry()) {
        const target = resolve(folder, entry.fileName);
        if (!target.startsWith(resolve(folder) + sep)) throw damaged(path);
        await mkdir(dirname(target), { recursive: true });
        const sum = await writeChecked(await archive.openReadStreamPromise(entry), target);
        if (sum !== entry.crc32) throw damaged(entry.fileName);
      }
    } finally {
      archive.close();
    }
  } catch (cause) {
    throw cause instanceof TransientError ? cause : damaged(path, cause);
  }
};
