import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import type { Column } from './column.ts';

/** What JSON can hold of a cell: instants as ISO 8601, whole numbers beyond 2^53 and what is no number as text. */
export type Cell = string | number | null;

export type TypedColumn = Pick<Column, 'name' | 'dtype'>;

/** Whole numbers go as text: a double would round the large ones. */
export const cellColumn = ({ name, dtype }: TypedColumn): Expr => {
  const column = pl.col(name);
  if (dtype === 'Int64') return column.cast(pl.String);
  return dtype === 'Datetime(ms, UTC)' ? column.cast(pl.Int64).cast(pl.Float64) : column;
};

const wholeNumber = (text: string): Cell => {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
};

const readers: Record<Column['dtype'], (value: unknown) => Cell> = {
  Int64: (value) => wholeNumber(String(value)),
  Float64: (value) => (Number.isFinite(value) ? Number(value) : String(value)),
  String: (value) => String(value),
  'Datetime(ms, UTC)': (value) => new Date(Number(value)).toISOString(),
};

/** The rows of a frame that was made with `cellColumn`. */
export const cellsOf = (frame: DataFrame, columns: readonly TypedColumn[]): Cell[][] => {
  const values = columns.map(({ name, dtype }): Cell[] =>
    Array.from(frame.getColumn(name).toArray() as ArrayLike<unknown>, (value) =>
      value === null || value === undefined ? null : readers[dtype](value),
    ),
  );
  return Array.from({ length: frame.height }, (_, row) => values.map((column) => column[row] ?? null));
};
