import { lookedAt, lookedAtUnpacked } from '../formats/csv/sample-ranges.ts';
import type { Unpacked } from '../input.ts';
import type { Cut } from '../range.ts';

/** Longer than any record, and a byte order mark. */
const BEYOND = 12 * 2 ** 20;
const MARK = 3;

/**
 * What of a file's bytes is needed to read a cut of its text, and up to which byte of the text that is all: a record that
 * goes on behind it cannot be read from these.
 *
 * @param unpacked the bytes are those that such a file holds
 */
export const spansOf = (
  { from, to }: Cut,
  bytes: number,
  unpacked?: Pick<Unpacked, 'encoding'> | undefined,
): { readonly spans: readonly { readonly from: number; readonly to: number }[]; readonly known: number } => {
  const end = to + BEYOND;
  return {
    spans: [
      ...(unpacked ? lookedAtUnpacked(bytes, unpacked.encoding !== undefined) : lookedAt(bytes)),
      { from: Math.max(0, from - 1), to: Math.min(bytes, end) },
    ],
    known: end >= bytes ? bytes : end - MARK,
  };
};
