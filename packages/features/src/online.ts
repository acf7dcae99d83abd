import type { Value } from './dtype.ts';

/** The readings of one entity in one interval, in the order of time. */
export interface Readings {
  readonly count: number;
  /** Of each value column, a number for each reading. */
  readonly values: Readonly<Record<string, readonly Value[]>>;
  /** Of each category column, a text for each reading. */
  readonly words: Readonly<Record<string, readonly (string | null)[]>>;
  /** Of each column of amounts, what of them lies in the interval, in the order of time; null: unknown. */
  readonly amounts: Readonly<Record<string, readonly Value[]>>;
}

/** One interval of a calendar. */
export interface Interval {
  /** ms since 1970, UTC. */
  readonly start: number;
  /** Where the next one starts. */
  readonly end: number;
  /** What local clocks show as it begins, were no time skipped: ms since 1970 of a clock that never changes. */
  readonly local: number;
}

/** One entity's intervals, one after the other without a gap: a row each. Where there is no number, columns have NaN. */
export interface Series {
  /** The row of the entity's first interval; rows before it are of the calendar alone. */
  readonly first: number;
  /** `local` of a row's interval. */
  readonly localOf: (row: number) => number;
  /** The first row with this `local`; undefined where clocks skipped it. */
  readonly rowAt: (local: number) => number | undefined;
  /** How many readings each interval has. */
  readonly readings: ArrayLike<number>;
  /** How many readings a row's interval should have; NaN where the spec has no cadence. */
  readonly expectedOf: (row: number) => number;
  /** Of each aggregated column, a value for each interval. */
  readonly columns: Readonly<Record<string, ArrayLike<number>>>;
}

/** The rows that a column is made of: from so many before its own until so many before it, both within. */
export interface RowsBack {
  readonly from: number;
  readonly until: number;
}

/** What columns of a row's own interval alone look at. */
export const ownRow: RowsBack = { from: 0, until: 0 };

/** Of a column that looks at no readings: it is known at any time. */
export const noRows: RowsBack = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };

const noColumn: ArrayLike<number> = [];

/** A column's cells, to look at several of them. */
export const cellsOf = ({ columns }: Series, column: string): ArrayLike<number> =>
  columns[column] ?? noColumn;

/** The value of such cells in a row of the series; NaN for none, and before the entity's first row. */
export const cellAt = ({ first }: Series, cells: ArrayLike<number>, row: number): number =>
  row >= first ? (cells[row] ?? Number.NaN) : Number.NaN;

/** A column's value in a row of the series; NaN for none, and before the entity's first row. */
const numberAt = (series: Series, column: string, row: number): number =>
  cellAt(series, cellsOf(series, column), row);

/** NaN as null. */
export const orNull = (cell: number): Value => (Number.isNaN(cell) ? null : cell);

/** A column's value so many rows before a row of the series; null before the entity's first. */
export const valueBefore = (series: Series, column: string, row: number, steps: number): Value =>
  orNull(numberAt(series, column, row - steps));
