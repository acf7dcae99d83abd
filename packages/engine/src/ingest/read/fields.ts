import pl, { type DataFrame, type DataType, type Expr } from 'nodejs-polars';
import type { Layout, ValueField } from './layout.ts';

/** Names within the engine, where no column of a file can be. */
export const LINE = '__line';
export const CODE = '__code';
export const BUCKET = '__bucket';
export const field = (index: number): string => `c${index}`;

/** How cells are read: which words mean nothing, and which sign is the decimal point. */
export interface Reading {
  readonly missing: readonly string[];
  readonly decimal: '.' | ',';
}

const noText = pl.lit(null).cast(pl.String);
const noNumber = pl.lit(null).cast(pl.Float64);

/** Text without padding; null where it is a marker for nothing. */
export const cleaned = (text: Expr, { missing }: Reading): Expr => {
  const stripped = text.str.strip();
  const markers = ['', ...missing];
  return pl.when(stripped.isIn(markers)).then(noText).otherwise(stripped);
};

/** The timestamp's text (or Parquet's own time); date and time apart are put together, null where one of them is. */
export const timeField = (layout: Layout): Expr => {
  const parts = layout.time.map((index) => pl.col(field(index)));
  const [date, clock] = parts;
  if (date === undefined || clock === undefined) {
    return pl.col(field(layout.time[0] ?? 0));
  }
  return pl
    .when(date.isNull().or(clock.isNull()))
    .then(noText)
    .otherwise(pl.concatString([date.str.strip(), clock.str.strip()], ' '));
};

const truncated = (number: Expr, { truncate }: ValueField): Expr =>
  truncate ? pl.when(number.lt(0)).then(number.ceil()).otherwise(number.floor()) : number;

/** A value column that polars read as Float64. */
export const typedNumber = (value: ValueField): Expr => truncated(pl.col(field(value.index)), value);

export interface CheckedNumber {
  /** Float64, truncated where the spec says so; null where missing or bad. */
  readonly number: Expr;
  /** Whether the cell holds something. */
  readonly given: Expr;
  /** Whether it is an integer that Float64 changes. */
  readonly inexact: Expr;
}

const changesAsFloat = (integer: Expr): Expr =>
  integer
    .isNotNull()
    .and(integer.cast(pl.Float64).cast(pl.Int64, false).eq(integer).fillNull(pl.lit(false)).not());

const BIG = 2 ** 53;

const isInteger = (type: DataType): boolean => /^U?Int\d+$/.test(type.variant);

/** A value column cell by cell: of text, or of whatever type a Parquet file has. */
export const checkedNumber = (value: ValueField, frame: DataFrame, reading: Reading): CheckedNumber => {
  const cell = pl.col(field(value.index));
  const type = frame.getColumn(field(value.index)).dtype;
  if (type.variant === 'String' || type.variant === 'Categorical') {
    const text = cleaned(cell.cast(pl.String), reading);
    const digits = reading.decimal === ',' ? text.str.replace(',', '.', true) : text;
    const number = digits.cast(pl.Float64, false);
    const whole = text.str.contains('^[+-]?[0-9]+$');
    const integer = digits.cast(pl.Int64, false);
    return {
      number: truncated(number, value),
      given: text.isNotNull(),
      inexact: number
        .abs()
        .gtEq(BIG)
        .and(whole)
        .and(integer.isNull().or(changesAsFloat(integer))),
    };
  }
  const number = cell.cast(pl.Float64, false);
  // Data frames write NaN where there was nothing.
  const nanIsMissing = reading.missing.some((marker) => marker.toLowerCase() === 'nan');
  const plain =
    nanIsMissing && /^Float/.test(type.variant)
      ? pl.when(number.isNan()).then(noNumber).otherwise(number)
      : number;
  return {
    number: truncated(plain, value),
    given: plain.isNotNull().or(cell.isNotNull().and(number.isNull())),
    inexact: isInteger(type)
      ? number
          .abs()
          .gtEq(BIG)
          .and(type.variant === 'UInt64' ? pl.lit(true) : changesAsFloat(cell.cast(pl.Int64, false)))
      : pl.lit(false),
  };
};
