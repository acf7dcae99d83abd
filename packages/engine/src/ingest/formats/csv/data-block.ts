import { withoutPass } from '@wattline/cells';
import { looksLikeTime } from '../../inspect/time-format.ts';
import { recordsOf, type SampleRecord, type SampleRecords } from './records.ts';

/** What parts fields: one character, or blanks of any number. */
export const WHITESPACE = 'whitespace';

const number =
  /^[-(+−–]?[+-]?\s*(?:\p{Sc}|[A-Z]{1,3}\$|[A-Z]{3} |kr\.? )?\s*[+-]?(?:\d[\d.,'’ \u{a0}\u{202f}]*|[.,]\d+)(?:[eE][+-]?\d+)?\)?-?(?:\s?[%°\p{Sc}\p{L}]{1,3})?$/u;

/** A time of day in a column of its own. */
const clock = /^\d{1,2}:\d{2}(?::\d{2})?$/;

/** A number or a time, as far as a look shows. */
export const isDataCell = (cell: string): boolean => number.test(cell) || looksLikeTime(cell);

const isBlank = (record: SampleRecord): boolean => record.cells.every((cell) => cell === '');

/** Trailing delimiters are common: empty last cells do not count. */
export const widthOf = ({ cells }: SampleRecord): number => {
  let width = cells.length;
  while (width > 1 && cells[width - 1] === '') width -= 1;
  return width;
};

const isDataRecord = (record: SampleRecord): boolean => record.cells.some(isDataCell);

/** A text cut into records by one delimiter, and the rows of data among them. */
export interface DataBlock extends SampleRecords {
  readonly delimiter: string;
  /** Fields of most rows of data. */
  readonly width: number;
  /** Index of the first row of data among the records; -1 where there is none. */
  readonly first: number;
  /** Whether a record is one of the rows of data, by its width and its time. */
  readonly isRow: (record: SampleRecord) => boolean;
  /** How well the text is a table with this delimiter. */
  readonly score: number;
}

/** Below it a column is no anchor. */
const MOSTLY = 0.6;

/** The column that has a time, or else a number, in most rows of data: a row without it is none. */
const anchorOf = (
  data: readonly SampleRecord[],
  width: number,
): ((record: SampleRecord) => boolean) | undefined => {
  // Not every n-th: rows of several series take turns.
  const sampled =
    data.length > 400 ? data.filter((_, index) => (index * 7919) % 997 < 400_000 / data.length) : data;
  for (const [test, share] of [
    [looksLikeTime, MOSTLY],
    [isDataCell, 0.9],
  ] as const) {
    for (let column = 0; column < width; column += 1) {
      const cellOf = (record: SampleRecord): string => record.cells[column] ?? '';
      const enough = sampled.filter((record) => test(cellOf(record))).length >= sampled.length * share;
      if (enough)
        return (record) => {
          const cell = cellOf(record);
          // Hours that occur twice may have letters: 2A:00.
          return cell === '' || test(cell) || test(withoutPass(cell)?.text ?? '');
        };
    }
  }
  return undefined;
};

const commonest = (counts: readonly number[]): number => {
  const tally = new Map<number, number>();
  for (const count of counts) {
    tally.set(count, (tally.get(count) ?? 0) + 1);
  }
  return [...tally].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
};

/** Of records in a row that are to be alike before they count as data. */
const RUN = 3;

const firstRun = (records: readonly SampleRecord[], fits: (record: SampleRecord) => boolean): number => {
  const filled = [...records.entries()].filter(([, record]) => !isBlank(record));
  const at = filled.findIndex((_, place) =>
    filled.slice(place, place + RUN).every(([, record]) => fits(record)),
  );
  return filled[at]?.[0] ?? -1;
};

export const recordsBy = (text: string, delimiter: string): SampleRecords => {
  if (delimiter !== WHITESPACE) {
    return recordsOf(text, delimiter);
  }
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return {
    records: lines.map((line, index) => ({ cells: line.trim().split(/[ \t]+/), line: index + 1 })),
    openQuote: undefined,
  };
};

/** Looks at a text as parted by one delimiter; comment lines do not count. */
export const dataBlock = (
  text: string,
  delimiter: string,
  isComment: (record: SampleRecord) => boolean,
): DataBlock => {
  const { records, openQuote } = recordsBy(text, delimiter);
  const counted = records.filter((record) => !isBlank(record) && !isComment(record));
  const data = counted.filter(isDataRecord);
  const usual = commonest((data.length > 0 ? data : counted).map(widthOf));
  const widths = commonest((data.length > 0 ? data : counted).map(({ cells }) => cells.length));
  const width = Math.max(usual, widths);
  // Before a sensor starts, rows have a time and nothing else.
  const isUsual = (record: SampleRecord): boolean =>
    widthOf(record) <= width &&
    (widthOf(record) >= Math.min(usual, 2) ||
      (record.cells.length === width && looksLikeTime(record.cells[0] ?? '')));
  const isAnchored = anchorOf(data, width) ?? (() => true);
  const fits = (record: SampleRecord): boolean =>
    isAnchored(record) &&
    !isComment(record) &&
    isDataRecord(record) &&
    isUsual(record) &&
    record.cells.length >= usual - 1;
  const rows = data.filter(fits);
  const sampled = rows.slice(0, 200).flatMap(({ cells }) => cells);
  const known = sampled.filter((cell) => cell === '' || isDataCell(cell) || clock.test(cell)).length;
  const share = rows.length / Math.max(1, counted.length);
  return {
    records,
    openQuote,
    delimiter,
    width,
    first: firstRun(records, fits),
    isRow: fits,
    score:
      (width > 1 ? 10 : 0) +
      share * 3 +
      (known / Math.max(1, sampled.length)) * 4 +
      Math.min(width, 40) / 1000 -
      (delimiter === WHITESPACE ? 1.5 : 0),
  };
};
