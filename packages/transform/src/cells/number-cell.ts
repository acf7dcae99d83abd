import {
  createNumberParser,
  inUnit,
  type Missing,
  missingOf,
  type NumberStyle,
  plainStyle,
  type ReasonCode,
  scaleTo,
} from '@wattline/cells';
import type { Spec } from '@wattline/spec';

/** A number as a reading has it; NaN where the cell is missing or bad. */
interface NumberCell {
  readonly number: number;
  readonly fault?: ReasonCode;
  /** In which column. */
  readonly column?: string;
}

/** Of a row's cells, by the name of their column. */
export type NumberReader = (row: Readonly<Record<string, unknown>>) => NumberCell;

const none: NumberCell = { number: Number.NaN };
const BIG = 2 ** 53;

/** Digits of a whole number that a 64-bit float does not hold exactly. */
const isInexact = (digits: string, number: number): boolean =>
  Math.abs(number) >= BIG && /^[+-]?\d+$/.test(digits) && BigInt(digits) !== BigInt(number);

const isNoNumber = /^[+-]?(?:inf|infinity|nan)$/i;

/** How the numbers of text are written: as the spec says, else plainly. */
const styleOf = ({ file }: Spec, unit: string | undefined): NumberStyle => {
  const thousands = file?.thousands === undefined || file.thousands === 'none' ? '' : file.thousands;
  return inUnit({ ...plainStyle, decimal: file?.decimal ?? '.', thousands, signs: false }, unit);
};

interface Parsed {
  readonly number: number;
  readonly isInexact: boolean;
}

/** A cell as a number; undefined for none, NaN for what is no number. */
const createParser = (style: NumberStyle, missing: Missing): ((cell: unknown) => Parsed | undefined) => {
  const parse = createNumberParser(style);
  return (cell) => {
    if (cell === null || cell === undefined) return undefined;
    if (typeof cell === 'number') {
      // JSON rounds larger ones before anyone can look at their digits.
      return { number: cell, isInexact: Number.isInteger(cell) && Math.abs(cell) > Number.MAX_SAFE_INTEGER };
    }
    if (typeof cell !== 'string') return { number: Number.NaN, isInexact: false };
    const text = cell.trim();
    if (missing.words.includes(text.toLowerCase())) return undefined;
    if (isNoNumber.test(text)) return { number: Number.POSITIVE_INFINITY, isInexact: false };
    const number = parse(text);
    return number === undefined
      ? { number: Number.NaN, isInexact: false }
      : {
          number,
          isInexact: isInexact(style.thousands === '' ? text : text.replaceAll(style.thousands, ''), number),
        };
  };
};

/** Reads a value column's cells as ingest does: the same numbers, and the same reasons against them. */
export const createNumberReader = (spec: Spec, column: string): NumberReader => {
  const value = spec.values[column];
  if (value === undefined) return () => none;
  const missing = missingOf(value.missing === undefined ? spec.missing : [...spec.missing, ...value.missing]);
  const { min, max, truncate, unit } = value;
  const parse = createParser(styleOf(spec, unit), missing);
  const units = unit === undefined ? undefined : spec.layout?.units;
  const bad = (fault: ReasonCode): NumberCell => ({ number: Number.NaN, fault, column });
  const converted = (number: number, row: Readonly<Record<string, unknown>>): number => {
    if (units === undefined || unit === undefined) return number;
    const scale = scaleTo(String(row[units] ?? '').trim(), unit);
    if (scale === undefined) return Number.NaN;
    return scale.divide === 1 ? number * scale.multiply : number / scale.divide;
  };
  return (row) => {
    const parsed = parse(row[column]);
    if (parsed === undefined || missing.numbers.includes(parsed.number)) return none;
    if (Number.isNaN(parsed.number)) return bad('NOT_A_NUMBER');
    const given = converted(parsed.number, row);
    if (Number.isNaN(given)) return bad('UNIT_UNKNOWN');
    const number = truncate ? Math.trunc(given) : given;
    if (!Number.isFinite(number)) return bad('NOT_FINITE');
    if (parsed.isInexact) return bad('NOT_REPRESENTABLE');
    if (min !== undefined && number < min) return bad('BELOW_MIN');
    if (max !== undefined && number > max) return bad('ABOVE_MAX');
    return { number };
  };
};
