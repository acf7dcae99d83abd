import { hasTimeName } from '../../inspect/columns.ts';
import { looksLikeTime } from '../../inspect/time-format.ts';
import type { SampleRecord } from './records.ts';

/** Names behind the sign of comments. */
export const withoutPrefix = (record: SampleRecord, comment: string | undefined): SampleRecord => {
  const [first = '', ...others] = record.cells;
  if (comment === undefined || !first.startsWith(comment)) return record;
  const name = first.slice(comment.length).trim();
  return { ...record, cells: name === '' ? others : [name, ...others] };
};

/** Of rows right below a header that are to be as wide as it is. */
const BELOW = 3;

/** Fields of a table: those of its header, where the rows below have as many, and further down there are more. */
export const widthBelow = (
  header: SampleRecord | undefined,
  data: readonly SampleRecord[],
  width: number,
): number => {
  const own = header?.cells.length ?? width;
  return own < width && data.length > BELOW && data.slice(0, BELOW).every(({ cells }) => cells.length === own)
    ? own
    : width;
};

/** A header that is one name short: rows then begin with what has no name, if the times show it, or end with it. */
export const aligned = (
  header: SampleRecord,
  data: readonly SampleRecord[],
  width: number,
  warnings: string[],
): SampleRecord => {
  const { cells } = header;
  if (cells.length !== width - 1 || data.length === 0) return header;
  const timeOf = (shift: number): number =>
    cells.findIndex((_, index) =>
      data.slice(0, 50).every((row) => looksLikeTime(row.cells[index + shift] ?? '')),
    );
  const [first, shifted] = [timeOf(0), timeOf(1)];
  const isShifted = shifted !== -1 && hasTimeName(cells[shifted] ?? '') && !hasTimeName(cells[first] ?? '');
  warnings.push(
    `the header has ${cells.length} names for ${width} columns: the ${isShifted ? 'first' : 'last'} has none`,
  );
  return { ...header, cells: isShifted ? ['', ...cells] : [...cells, ''] };
};

/** Fields up to the last that rows fill: a delimiter at the end of lines begins no column, an unnamed one does. */
export const filledWidth = (data: readonly SampleRecord[], width: number): number => {
  const isFilled = data.some(({ cells }) => cells.length === width && cells.at(-1) !== '');
  return isFilled ? width + 1 : width;
};
