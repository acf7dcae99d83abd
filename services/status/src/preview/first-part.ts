import { Readable } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';

/** So much is read of what a packed part holds. */
const MAX_UNPACKED_BYTES = 16 * 2 ** 20;
const NEWLINE = 0x0a;

const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** The unpacked content, up to the byte at which the part was cut. */
const unpacked = async (bytes: Buffer): Promise<Buffer> => {
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of Readable.from([bytes]).pipe(gunzip)) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size >= MAX_UNPACKED_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_UNPACKED_BYTES);
};

/** UTF-16 has its line ends elsewhere. */
const isSingleByte = (bytes: Buffer): boolean => !bytes.subarray(0, 4_096).includes(0);

/** Without the last line, which may be cut, if others are left. */
const wholeLines = (bytes: Buffer): Buffer => {
  if (bytes.at(-1) === NEWLINE || !isSingleByte(bytes)) return bytes;
  const end = bytes.lastIndexOf(NEWLINE);
  const lines = bytes
    .subarray(0, end + 1)
    .toString('latin1')
    .split('\n', 6).length;
  return lines > 5 ? bytes.subarray(0, end + 1) : bytes;
};

/** The first part of an upload as a file of its own: unpacked, with whole lines. Parquet stays as it is. */
export const firstPart = async (
  bytes: Buffer,
  name: string,
): Promise<{ readonly bytes: Buffer; readonly name: string }> => {
  if (bytes.subarray(0, 4).toString('latin1') === 'PAR1') return { bytes, name };
  if (!isGzip(bytes)) return { bytes: wholeLines(bytes), name };
  return { bytes: wholeLines(await unpacked(bytes)), name: name.replace(/\.gz$/i, '') };
};
