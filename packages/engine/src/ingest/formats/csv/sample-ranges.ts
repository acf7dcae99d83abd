/** Of the first part of a file, in bytes. */
export const SAMPLE = 256 * 1024;
/** Of each look further on. */
export const PIECE = 16 * 1024;
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
