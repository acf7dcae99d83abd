/** A stretch of a file's rows that begins and ends where a record does: read alone, it gives what it gives in the whole. */
export interface Range {
  /** Bytes of the text as UTF-8 has it, or rows, from 0. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** Lines (of what has no lines: rows) between the file's first record and this range. */
  readonly linesBefore: number;
  /** What its text is written in, where the file's beginning leaves that open. */
  readonly encoding?: 'utf-8' | 'windows-1252';
}

/** How large ranges are, about: bytes of text, rows of what has no lines. */
export interface RangeSize {
  readonly bytes: number;
  readonly rows: number;
}

/** Ranges of so many rows. */
export const rowRanges = (height: number, { rows }: RangeSize): Range[] =>
  Array.from({ length: Math.ceil(height / rows) }, (_, index) => ({
    from: index * rows,
    to: Math.min(height, (index + 1) * rows),
    linesBefore: index * rows,
  }));

/**
 * A stretch of a text's bytes, cut without a look at them. Whoever reads it reads the records that begin in it, on the
 * guess that it begins outside of quotes.
 */
export interface Cut {
  /** Bytes of the text as UTF-8 has it, behind its byte order mark. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** Where its first record begins, once that is known; else it is guessed. */
  readonly begins?: number | undefined;
  /** What its text is written in, once that is known. */
  readonly encoding?: Range['encoding'];
}

/** The records of a cut: both ends are equal where none begins in it. */
export type Located = Pick<Range, 'from' | 'to'> & {
  /** Of the file: blank ones at its end too, which reading it alone does not count. */
  readonly lines: number;
  readonly encoding?: Range['encoding'] | undefined;
  /** The last record goes on too far. */
  readonly isOpen?: true;
};
