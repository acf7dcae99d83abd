import { looksLikeTime } from '../../inspect/time-format.ts';
import { isDataCell, recordsBy, WHITESPACE } from './data-block.ts';
import type { SampleRecord } from './records.ts';

/** Lines above a table that are written as rows of data. */
export interface RowsAbove {
  /** Physical lines, 1-based, in order; at least one. */
  readonly lines: readonly number[];
  /** What parts their fields. */
  readonly delimiter: string;
}

/** So many alike are rows of data, even if none begins with a time: titles and totals seldom are. */
const ALIKE = 3;

const isFilled = (cell: string): boolean => cell !== '';

/** A time with a number beside it, or nothing but numbers. */
const isRow = ({ cells }: SampleRecord): boolean => {
  const filled = cells.filter(isFilled);
  if (filled.length < 2) return false;
  const times = filled.filter(looksLikeTime).length;
  const data = filled.filter(isDataCell).length;
  return data === filled.length ? data > times : times > 0 && data > times;
};

/**
 * Rows of data above the first line of a table: a file whose writer changed the delimiter or the columns half-way has
 * them. Undefined where there are none.
 */
export const rowsAbove = (
  text: string,
  options: {
    /** Physical line on which the table begins, 1-based. */
    readonly begin: number;
    readonly delimiters: readonly string[];
    readonly isComment: (record: SampleRecord) => boolean;
  },
): RowsAbove | undefined => {
  const { begin, delimiters, isComment } = options;
  const above = text
    .split('\n', begin - 1)
    .map((line) => `${line}\n`)
    .join('');
  const found = delimiters.map((delimiter): RowsAbove => {
    const rows = recordsBy(above, delimiter).records.filter((record) => isRow(record) && !isComment(record));
    const widths = Map.groupBy(rows, ({ cells }) => cells.length);
    const kept = rows.filter(
      ({ cells }) =>
        (widths.get(cells.length)?.length ?? 0) >= ALIKE ||
        (delimiter !== WHITESPACE && looksLikeTime(cells[0] ?? '')),
    );
    return { lines: kept.map(({ line }) => line), delimiter };
  });
  const most = Math.max(...found.map(({ lines }) => lines.length));
  return most === 0 ? undefined : found.find(({ lines }) => lines.length === most);
};

/** What is said of rows above a header that has the same delimiter: a table of their own, which is not read. */
export const otherTable = ({ lines }: RowsAbove, header: number): string => {
  const [first = 1] = lines;
  const [which, are] =
    lines.length === 1
      ? [`line ${first} looks`, 'is']
      : [`${lines.length} lines from line ${first} on look`, 'are'];
  return `${which} like readings of another table, above the header on line ${header}, and ${are} not read; to read them, upload them as a file of their own`;
};
