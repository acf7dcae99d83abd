import {
  createNumberParser,
  inUnit,
  isPlain,
  type Missing,
  missingOf,
  type NumberStyle,
  plainDecimal,
  plainStyle,
  type ReasonCode,
  scaleTo,
} from '@wattline/cells';
import type { Spec } from '@wattline/spec';

/** Reads a row's cell as a number; NaN where it is missing, or bad, which `refuse` is told. */
export type NumberReader = (
  row: Readonly<Record<string, unknown>>,
  refuse: (fault: ReasonCode, column: string) => void,
) => number;

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

/** A cell that is a number as most are; undefined for any other. */
const createQuickParser = (style: NumberStyle): ((cell: unknown) => number | undefined) => {
  const isUsual = isPlain(style) && style.decimal === '.';
  return (cell) => {
    if (typeof cell === 'string') return isUsual ? plainDecimal(cell) : undefined;
    return typeof cell === 'number' && Math.abs(cell) <= Number.MAX_SAFE_INTEGER ? cell : undefined;
  };
};

/** Reads a value column's cells as ingest does: the same numbers, and the same reasons against them. */
export const createNumberReader = (spec: Spec, column: string): NumberReader => {
  const value = spec.values[column];
  if (value === undefined) return () => Number.NaN;
  const missing = missingOf(value.missing === undefined ? spec.missing : [...spec.missing, ...value.missing]);
  const { min, max, truncate, unit } = value;
  const style = styleOf(spec, unit);
  const [parse, parseQuick] = [createParser(style, missing), createQuickParser(style)];
  const units = unit === undefined ? undefined : spec.layout?.units;
  const converted = (number: number, row: Readonly<Record<string, unknown>>): number => {
    if (units === undefined || unit === undefined) return number;
    const scale = scaleTo(String(row[units] ?? '').trim(), unit);
    if (scale === undefined) return Number.NaN;
    return scale.divide === 1 ? number * scale.multiply : number / scale.divide;
  };
  return (row, refuse) => {
    const bad = (fault: ReasonCode): number => {
      refuse(fault, column);
      return Number.NaN;
    };
    const cell = row[column];
    // Words for what is missing that are numbers are among its numbers as well.
    const quick = parseQuick(cell);
    const parsed = quick === undefined ? parse(cell) : undefined;
    const read = quick ?? parsed?.number;
    if (read === undefined || missing.numbers.includes(read)) return Number.NaN;
    if (Number.isNaN(read)) return bad('NOT_A_NUMBER');
    const given = converted(read, row);
    if (Number.isNaN(given)) return bad('UNIT_UNKNOWN');
    const number = truncate ? Math.trunc(given) : given;
    if (!Number.isFinite(number)) return bad('NOT_FINITE');
    if (parsed?.isInexact === true) return bad('NOT_REPRESENTABLE');
    if (min !== undefined && number < min) return bad('BELOW_MIN');
    if (max !== undefined && number > max) return bad('ABOVE_MAX');
    return number;
  };
};
