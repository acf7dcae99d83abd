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
  /** What local clocks show as it begins, were no time skipped: ms since 1970 of a clock that never changes. */
  readonly local: number;
}

/** One entity's intervals, one after the other without a gap. */
export interface Series {
  readonly intervals: readonly Interval[];
  /** The row of the entity's first interval; rows before it are of the calendar alone. */
  readonly first: number;
  /** How many readings each interval has. */
  readonly readings: readonly number[];
  /** How many readings each interval should have; where the spec has a cadence. */
  readonly expected: readonly Value[];
  /** Of each aggregated column, a value for each interval. */
  readonly columns: Readonly<Record<string, readonly Value[]>>;
}

/** A column's value so many rows before a row of the series; null before the entity's first. */
export const valueBefore = (series: Series, column: string, row: number, steps: number): Value =>
  row - steps >= series.first ? (series.columns[column]?.[row - steps] ?? null) : null;
