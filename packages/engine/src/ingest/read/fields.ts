import {
  affixPatterns,
  apostrophes,
  groupedPattern,
  isPlain,
  type Missing,
  type NumberStyle,
  scaleTo,
  signRules,
  ungroupedPattern,
  unitEnds,
  wideBlanks,
} from '@wattline/cells';
import { NO_TIME } from '@wattline/features';
import pl, { type DataFrame, type DataType, type Expr } from 'nodejs-polars';
import { field } from './field-names.ts';
import type { Layout, ValueField } from './layout.ts';

export { BUCKET, CODE, field, ISSUED, LINE, PASS, ZONE } from './field-names.ts';

const noText = pl.lit(null).cast(pl.String);
const noNumber = pl.lit(null).cast(pl.Float64);

/** Text without padding; null where it is a marker for nothing. */
export const trimmed = (text: Expr, { words }: Missing): Expr => {
  const stripped = text.str.strip();
  return pl
    .when(stripped.str.toLowerCase().isIn([...words]))
    .then(noText)
    .otherwise(stripped);
};

/**
 * The timestamp's text (or Parquet's own time); that of several columns is put together, null where one of them is. Rows of
 * no time have all the same.
 */
export const timeField = (layout: Layout): Expr => {
  const parts = layout.time.map((index) => pl.col(field(index)));
  const [only] = parts;
  if (only === undefined) return pl.lit(NO_TIME);
  if (parts.length === 1) return only;
  const texts = parts.map((part) => part.cast(pl.String).str.strip());
  const absent = parts.map((part) => part.isNull()).reduce((a, b) => a.or(b));
  return pl.when(absent).then(noText).otherwise(pl.concatString(texts, ' '));
};

/** What says whose reading it is: one column, or several put together; null where one of them is missing. */
export const entityField = (layout: Layout): Expr | undefined => {
  const parts = layout.entity.map((index) => pl.col(field(index)).cast(pl.String));
  const [only] = parts;
  if (only === undefined || parts.length === 1) {
    return only;
  }
  const texts = parts.map((part) => trimmed(part, layout.missing));
  const absent = texts.map((part) => part.isNull()).reduce((a, b) => a.or(b));
  return pl.when(absent).then(noText).otherwise(pl.concatString(texts, ' '));
};

const bothSpellings = (words: readonly string[]): string[] =>
  words.flatMap((word) => (/^\d+$/.test(word) ? [word, `${word}.0`] : [word]));

/** Which pass of an hour that occurs twice a row is of, by the column that says so: 1 or 2. */
export const passField = ({ index, second }: NonNullable<Layout['pass']>): Expr =>
  pl
    .when(
      pl
        .col(field(index))
        .cast(pl.String)
        .fillNull(pl.lit(''))
        .str.strip()
        .str.toLowerCase()
        .isIn(bothSpellings(second)),
    )
    .then(pl.lit(2))
    .otherwise(pl.lit(1))
    .cast(pl.UInt8);

const truncated = (number: Expr, { truncate }: ValueField): Expr =>
  truncate ? pl.when(number.lt(0)).then(number.ceil()).otherwise(number.floor()) : number;

/** Numbers that are markers for nothing become null. */
const withoutMarkers = (number: Expr, { missing }: ValueField): Expr =>
  missing.numbers.length === 0
    ? number
    : pl
        .when(missing.numbers.map((marker) => number.eq(marker)).reduce((a, b) => a.or(b)))
        .then(noNumber)
        .otherwise(number);

const unitText = (index: number): Expr =>
  pl.col(field(index)).cast(pl.String).fillNull(pl.lit('')).str.strip();

/** Readings in the unit of their column; null where theirs cannot be converted. `units` are those that occur. */
const inUnit = (number: Expr, { unit }: ValueField, units: readonly string[]): Expr =>
  unit === undefined
    ? number
    : units.reduceRight<Expr>((rest, text) => {
        const scale = scaleTo(text, unit.to);
        if (scale === undefined) return rest;
        const scaled = scale.divide === 1 ? number.mul(scale.multiply) : number.div(scale.divide);
        return pl
          .when(unitText(unit.index).eq(pl.lit(text)))
          .then(scaled)
          .otherwise(rest);
      }, noNumber);

/** The units in a frame. */
export const unitsIn = (frame: DataFrame, { unit }: ValueField): string[] =>
  unit === undefined
    ? []
    : frame
        .select(unitText(unit.index).alias('unit'))
        .getColumn('unit')
        .unique()
        .toArray()
        .map(String)
        .sort();

/** Whether all units in a frame can be converted to that of the column. */
export const hasKnownUnits = (frame: DataFrame, value: ValueField): boolean =>
  unitsIn(frame, value).every(
    (text) => value.unit === undefined || scaleTo(text, value.unit.to) !== undefined,
  );

/** Whether a typed column has to be changed before it is a reading. */
export const isRaw = ({ truncate, missing, unit }: ValueField): boolean =>
  truncate || missing.numbers.length > 0 || unit !== undefined;

/** A value column that polars read as Float64. */
export const typedNumber = (value: ValueField, frame: DataFrame): Expr =>
  truncated(inUnit(withoutMarkers(pl.col(field(value.index)), value), value, unitsIn(frame, value)), value);

export interface CheckedNumber {
  /** Float64, truncated where the spec says so; null where missing or bad. */
  readonly number: Expr;
  /** Whether the cell holds something. */
  readonly given: Expr;
  /** Whether it is an integer that Float64 changes. */
  readonly inexact: Expr;
  /** Whether it is a number in a unit that cannot be converted. */
  readonly inStrangeUnit: Expr;
}

const changesAsFloat = (integer: Expr): Expr =>
  integer
    .isNotNull()
    .and(integer.cast(pl.Float64).cast(pl.Int64, false).eq(integer).fillNull(pl.lit(false)).not());

const BIG = 2 ** 53;

const isInteger = (type: DataType): boolean => /^U?Int\d+$/.test(type.variant);

/** Digits as Float64 takes them; null where the text is no number of this style. */
const plainDigits = (text: Expr, style: NumberStyle): Expr => {
  if (isPlain(style)) {
    return style.decimal === '.'
      ? text
      : pl
          .when(text.str.contains('\\.'))
          .then(noText)
          .otherwise(text.str.replace(',', '.', true));
  }
  const blanked = text.str.replaceAll(wideBlanks, ' ');
  const signed = style.signs
    ? signRules.reduce<Expr>(
        (rest, { pattern, by, everywhere }) =>
          everywhere ? rest.str.replaceAll(pattern, by) : rest.str.replace(pattern, by),
        blanked,
      )
    : blanked;
  const affix = affixPatterns(style);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a group of the regular expression
  const unframed = signed.str.replace(affix.before, '${1}');
  const unadorned =
    style.affix === ''
      ? signed
      : unitEnds(style).reduceRight<Expr>(
          (rest, { after }) =>
            pl.when(unframed.str.contains(after)).then(unframed.str.replace(after, '')).otherwise(rest),
          unframed,
        );
  const quoted = style.thousands === "'" ? unadorned.str.replaceAll(apostrophes, "'") : unadorned;
  const point = (digits: Expr): Expr => (style.decimal === ',' ? digits.str.replace(',', '.', true) : digits);
  const ungrouped = pl
    .when(quoted.str.contains(ungroupedPattern(style)))
    .then(point(quoted))
    .otherwise(noText);
  return style.thousands === ''
    ? ungrouped
    : pl
        .when(quoted.str.contains(groupedPattern(style)))
        .then(point(quoted.str.replaceAll(style.thousands, '', true)))
        .otherwise(ungrouped);
};

/** Numbers with units beside them, in the unit of the column. */
const ofOneUnit = (number: Expr, text: Expr, style: NumberStyle): Expr =>
  style.scales === undefined
    ? number
    : unitEnds(style).reduceRight<Expr>((rest, { after, scale }) => {
        const scaled = scale.divide === 1 ? number.mul(scale.multiply) : number.div(scale.divide);
        return pl.when(text.str.contains(after)).then(scaled).otherwise(rest);
      }, number);

/** A value column cell by cell: of text, or of whatever type a Parquet file has. */
export const checkedNumber = (value: ValueField, frame: DataFrame): CheckedNumber => {
  const cell = pl.col(field(value.index));
  const type = frame.getColumn(field(value.index)).dtype;
  if (type.variant === 'String' || type.variant === 'Categorical') {
    const text = trimmed(cell.cast(pl.String), value.missing);
    const digits = plainDigits(text, value.style);
    const number = ofOneUnit(digits.cast(pl.Float64, false), text, value.style);
    const whole = digits.str.contains('^[+-]?[0-9]+$').fillNull(pl.lit(false));
    const integer = digits.cast(pl.Int64, false);
    const kept = withoutMarkers(number, value);
    const isMarker = kept.isNull().and(number.isNotNull());
    const converted = inUnit(kept, value, unitsIn(frame, value));
    return {
      number: truncated(converted, value),
      inStrangeUnit: value.unit === undefined ? pl.lit(false) : kept.isNotNull().and(converted.isNull()),
      given: text.isNotNull().and(isMarker.not()),
      inexact: number
        .abs()
        .gtEq(BIG)
        .and(whole)
        .and(integer.isNull().or(changesAsFloat(integer))),
    };
  }
  const number = cell.cast(pl.Float64, false);
  // Data frames write NaN where there was nothing.
  const plain =
    value.missing.words.includes('nan') && /^Float/.test(type.variant)
      ? pl.when(number.isNan()).then(noNumber).otherwise(number)
      : number;
  const kept = withoutMarkers(plain, value);
  const converted = inUnit(kept, value, unitsIn(frame, value));
  return {
    number: truncated(converted, value),
    inStrangeUnit: value.unit === undefined ? pl.lit(false) : kept.isNotNull().and(converted.isNull()),
    given: kept.isNotNull().or(cell.isNotNull().and(number.isNull())),
    inexact: isInteger(type)
      ? number
          .abs()
          .gtEq(BIG)
          .and(type.variant === 'UInt64' ? pl.lit(true) : changesAsFloat(cell.cast(pl.Int64, false)))
      : pl.lit(false),
  };
};
