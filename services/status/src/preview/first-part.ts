import { Readable } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';
import { isGzip, isLines } from './preview-source.ts';

/** So much is read of what a packed file holds. */
const MAX_UNPACKED_BYTES = 16 * 2 ** 20;
const NEWLINE = 0x0a;

/** The unpacked content, up to the byte at which the part was cut; `complete` where it came to its end. */
const unpacked = async (bytes: Buffer): Promise<{ readonly bytes: Buffer; readonly complete: boolean }> => {
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of Readable.from([bytes]).pipe(gunzip)) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > MAX_UNPACKED_BYTES) break;
  }
  const all = Buffer.concat(chunks);
  return { bytes: all.subarray(0, MAX_UNPACKED_BYTES), complete: size <= MAX_UNPACKED_BYTES };
};

/** UTF-16 has its line ends elsewhere. */
const isSingleByte = (bytes: Buffer): boolean => !bytes.subarray(0, 4_096).includes(0);

/** Without the last line, which may be cut, if others are left. */
export const wholeLines = (bytes: Buffer): Buffer => {
  if (bytes.at(-1) === NEWLINE || !isSingleByte(bytes)) return bytes;
  const end = bytes.lastIndexOf(NEWLINE);
  const lines = bytes
    .subarray(0, end + 1)
    .toString('latin1')
    .split('\n', 6).length;
  return lines > 5 ? bytes.subarray(0, end + 1) : bytes;
};

/** The first part of a file as a file of its own: unpacked, with whole lines. What is no text stays as it is. */
export const firstPart = async (bytes: Buffer): Promise<Buffer> => {
  if (isGzip(bytes)) return wholeLines((await unpacked(bytes)).bytes);
  return isLines(bytes) ? wholeLines(bytes) : bytes;
};

/** A whole file as it is, or the first part of what it unpacks to where that is long. */
export const wholeOrPart = async (
  bytes: Buffer,
): Promise<{ readonly bytes: Buffer; readonly cut: boolean }> => {
  if (!isGzip(bytes)) return { bytes, cut: false };
  const content = await unpacked(bytes);
  return content.complete ? { bytes, cut: false } : { bytes: wholeLines(content.bytes), cut: true };
};
