import type { Dtype, Value } from './dtype.ts';

/** A column's name in SQL. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text in SQL. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The shortest decimal in SQL that reads back as the same double; without a point it would not be read as one. */
export const sqlDouble = (value: number): string => value.toExponential().replace(/^(-?\d)e/, '$1.0e');

/** A column to add. */
export interface SqlColumn {
  readonly name: string;
  /** A SQL expression over the frame's columns. */
  readonly sql: string;
}

/** How far back: so many rows, or as many as a column of the frame says (null: there is no such row). */
export type Steps = number | { readonly column: string };

/** A column as it was some rows before, in the same entity. */
export interface Shift {
  readonly column: string;
  readonly steps: Steps;
}

/** A column that takes one of a few values, by their index. */
export interface Lookup {
  readonly name: string;
  /** A SQL expression: a whole number from 0. */
  readonly index: string;
  /** Of numbers that are packed, NaN is null. */
  readonly values: readonly Value[] | Float64Array;
  /** Default: Float64. */
  readonly dtype?: Dtype;
}

/** A quantile of a column over the last so many rows of an entity, the row itself among them; null for none. */
export interface RollingQuantile {
  readonly name: string;
  readonly column: string;
  readonly rows: number;
  /** From 0 to 1; on a straight line between two values. */
  readonly quantile: number;
}

/** A quantile of several Float64 columns of one row; null for none. */
export interface QuantileAcross {
  readonly name: string;
  readonly columns: readonly string[];
  /** As of a `RollingQuantile`. */
  readonly quantile: number;
}

/** What becomes of a column from an entity's first row on, the row itself among them; values that are not there do not count. */
export interface Running {
  readonly name: string;
  readonly column: string;
  /** `first`: the entity's first value, in all rows. `sum`: one value after the other; of a column without nulls. */
  readonly of: 'first' | 'sum' | 'least' | 'greatest';
}

/**
 * What a family can do to a table. The engine's plan is one of Polars, in whose SQL the expressions are written;
 * families themselves load no Polars.
 */
export interface Frame<Plan> {
  readonly plan: Plan;
  /** Adds columns. Their SQL reads this frame's columns and, by `shiftedSql`, those of `shifts`. */
  readonly with: (columns: readonly SqlColumn[], shifts?: readonly Shift[]) => Frame<Plan>;
  /** Adds columns of which each value is one of a table. */
  readonly withLookups: (lookups: readonly Lookup[]) => Frame<Plan>;
  /** Adds Float64 columns. They depend on the values of their rows alone, to the bit: nothing is summed up. */
  readonly withQuantiles: (quantiles: readonly RollingQuantile[]) => Frame<Plan>;
  readonly withQuantilesAcross: (quantiles: readonly QuantileAcross[]) => Frame<Plan>;
  /** Adds columns that depend on where an entity begins: for families of which the lookback is unbounded. */
  readonly withRunning: (running: readonly Running[]) => Frame<Plan>;
  readonly drop: (names: readonly string[]) => Frame<Plan>;
}

/** A frame with more columns, or with some in place of others. */
export type Transformation = <Plan>(frame: Frame<Plan>) => Frame<Plan>;
