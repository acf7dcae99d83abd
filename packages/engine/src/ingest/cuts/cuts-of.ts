import type { Inspected } from '../inspect/inspect-file.ts';
import type { Cut } from '../range.ts';
import type { RowGroups } from '../source.ts';

interface Span {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** Cuts of a file, in the order of it. */
export interface Cuts {
  readonly cuts: readonly Cut[];
  /** Of rows: the bytes that each cut is read from. What a text's cuts are read from follows from them. */
  readonly bytes?: {
    /** Those of all cuts. */
    readonly all: readonly Span[];
    /** Cut by cut. */
    readonly own: readonly Span[];
  };
}

/** Cuts of a text of `all` bytes. */
export const cutsOfText = (all: number, bytes: number): Cuts | undefined => {
  const count = Math.floor(all / bytes);
  if (count < 2) return undefined;
  const at = (index: number): number => Math.floor((all * index) / count);
  return { cuts: Array.from({ length: count }, (_, index) => ({ from: at(index), to: at(index + 1) })) };
};

/** Cuts between row groups, as many of these as decode to `bytes`. */
export const cutsOfRows = ({ groups, ends, lookedAt }: RowGroups, bytes: number): Cuts | undefined => {
  if (groups.reduce((sum, group) => sum + group.decodedBytes, 0) < 2 * bytes) return undefined;
  const cuts: { rows: Span; bytes: Span }[] = [];
  let open = 0;
  for (const { rows, bytes: span, decodedBytes } of groups) {
    const last = cuts.at(-1);
    if (open === 0 || last === undefined) cuts.push({ rows, bytes: span });
    else
      cuts[cuts.length - 1] = {
        rows: { from: last.rows.from, to: rows.to },
        bytes: { from: Math.min(last.bytes.from, span.from), to: Math.max(last.bytes.to, span.to) },
      };
    open += decodedBytes;
    if (open >= bytes) open = 0;
  }
  if (cuts.length < 2) return undefined;
  const looked = groups.filter(({ rows }) => rows.from < lookedAt).map((group) => group.bytes);
  return {
    cuts: cuts.map(({ rows: { from, to } }) => ({ from, to })),
    bytes: { all: [...ends, ...looked], own: cuts.map((cut) => cut.bytes) },
  };
};

/** Cuts of a file of about `bytes`; undefined where it cannot be read in pieces, or is one. */
export const cutsOf = ({ source: { content } }: Inspected, bytes: number): Cuts | undefined =>
  content.kind === 'text'
    ? content.anywhere && cutsOfText(content.anywhere.bytes, bytes)
    : content.rowGroups && cutsOfRows(content.rowGroups, bytes);
