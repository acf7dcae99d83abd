/** Of the first part of a file, in bytes. */
export const SAMPLE = 256 * 1024;
/** Of each look further on. */
export const PIECE = 16 * 1024;
/** Enough where a spec says what the columns are. */
export const SMALL_SAMPLE = 64 * 1024;
export const SMALL_PIECE = 8 * 1024;
const PIECES = 12;
/** Packed files are looked through so far. */
const MOST_UNPACKED = 2 * 2 ** 30;

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

/**
 * Pieces of a stream as it comes: of each so many bytes one, and half of them go where they become many, so that the whole
 * of it is looked at, however long.
 */
export const createThinning = <Piece>(from: number) => {
  let kept: Piece[] = [];
  let every = PIECE;
  let next = from + every;
  return {
    /** Where the next piece ends; undefined where no more of it is looked at. */
    nextEnd: (): number | undefined => (next > MOST_UNPACKED ? undefined : next),
    add: (piece: Piece): void => {
      kept.push(piece);
      if (kept.length >= PIECES * 2) {
        kept = kept.filter((_, index) => index % 2 === 1);
        every *= 2;
      }
      next += every;
    },
    kept: (): Piece[] => kept,
  };
};

/** Where a stream of so many bytes is looked at beyond its first part. */
export const streamRanges = (
  size: number,
  from: number,
): { readonly start: number; readonly end: number }[] => {
  const thinning = createThinning<{ start: number; end: number }>(from);
  for (let end = thinning.nextEnd(); end !== undefined && end <= size; end = thinning.nextEnd())
    thinning.add({ start: end - PIECE, end });
  return thinning.kept();
};

/** All of a file that is looked at before it is read, with a spec or without. */
export const lookedAt = (size: number): { readonly from: number; readonly to: number }[] => [
  { from: 0, to: Math.min(size, SAMPLE) },
  ...[...pieceRanges(size), ...pieceRanges(size, { from: SMALL_SAMPLE, length: SMALL_PIECE })].map(
    ({ start, end }) => ({ from: start, to: end }),
  ),
];

const MARK = 3;

/**
 * All of what a packed file holds that is looked at, whether or not it begins with a byte order mark. `isDecoded`: or of
 * what a text of 16 bits is in UTF-8.
 */
export const lookedAtUnpacked = (
  size: number,
  isDecoded: boolean,
): { readonly from: number; readonly to: number }[] => [
  { from: 0, to: Math.min(size, SAMPLE) },
  ...[
    ...[...streamRanges(size, SAMPLE), ...streamRanges(size - MARK, SAMPLE)],
    ...(isDecoded ? streamRanges(size, SMALL_SAMPLE) : []),
  ].map(({ start, end }) => ({ from: start, to: Math.min(size, end + MARK) })),
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
