/** Of the first part of a file, in bytes. */
export const SAMPLE = 256 * 1024;
/** Of each look further on. */
export const PIECE = 16 * 1024;
/** Enough where a spec says what the columns are. */
export const SMALL_SAMPLE = 64 * 1024;
export const SMALL_PIECE = 8 * 1024;
const PIECES = 12;

/** Where a file is looked at beyond its first part: pieces of `length` bytes, the last at its end. */
export const pieceRanges = (
  size: number,
  { from = SAMPLE, length = PIECE }: { readonly from?: number; readonly length?: number } = {},
): { readonly start: number; readonly end: number }[] => {
  const count = Math.max(0, Math.min(PIECES, Math.floor((size - from) / length)));
  return Array.from({ length: count }, (_, index) => {
    const end = from + Math.floor(((size - from) * (index + 1)) / count);
    return { start: end - length, end };
  });
};

/** All of a file that is looked at before it is read, with a spec or without. */
export const lookedAt = (size: number): { readonly from: number; readonly to: number }[] => [
  { from: 0, to: Math.min(size, SAMPLE) },
  ...[...pieceRanges(size), ...pieceRanges(size, { from: SMALL_SAMPLE, length: SMALL_PIECE })].map(
    ({ start, end }) => ({ from: start, to: end }),
  ),
];

/** Gzip, Zstandard, zip, Parquet. */
const packed: readonly (readonly number[])[] = [
  [0x1f, 0x8b],
  [0x28, 0xb5, 0x2f, 0xfd],
  [0x50, 0x4b, 0x03, 0x04],
  [0x50, 0x41, 0x52, 0x31],
];

/** Whether a file that begins so (4 KB) is text of single bytes, which can be looked at anywhere. */
export const isPlainText = (begin: Uint8Array): boolean =>
  !begin.includes(0) && !packed.some((mark) => mark.every((byte, index) => begin[index] === byte));
