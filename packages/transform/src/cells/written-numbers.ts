import {
  createNumberParser,
  inUnit,
  isPlain,
  type Missing,
  missingOf,
  type NumberStyle,
  plainDecimal,
  plainStyle,
  type Written,
} from '@wattline/cells';
import type { Spec } from '@wattline/spec';

/** A cell as a number, or why it is none; undefined where there is no reading. */
export type CellNumber =
  | { readonly kind: 'number'; readonly number: number; readonly isInexact: boolean }
  | { readonly kind: 'none' }
  /** It is another number as one upload of the dataset is written than as another is. */
  | { readonly kind: 'open' }
  | { readonly kind: 'bad' };

/** Reads a value column's cells, before units of other columns, bounds and truncation. */
export interface CellReader {
  readonly read: (cell: unknown) => CellNumber;
  /** A cell that is a number as most are, and no word for nothing; undefined for any other. */
  readonly quick: (cell: unknown) => number | undefined;
}

const BIG = 2 ** 53;
const MOST = 2n ** 63n - 1n;

/** Whether a text is of a whole number that a 64-bit float does not hold exactly, or that is beyond 64 bits. */
const isInexact = (text: string, number: number, { decimal }: NumberStyle): boolean => {
  if (Math.abs(number) < BIG || text.includes(decimal) || /\d[eE][+-]?\d/.test(text)) return false;
  const digits = text.replaceAll(/\D/g, '');
  return BigInt(digits) > MOST || BigInt(digits) !== BigInt(Number(digits));
};

const isNoNumber = /^[+-]?(?:inf|infinity|nan)$/i;

const none: CellNumber = { kind: 'none' };
const open: CellNumber = { kind: 'open' };
const bad: CellNumber = { kind: 'bad' };

/** How the numbers of text are written, as far as the spec says it; else plainly. */
const styleOf = ({ file }: Spec): NumberStyle => {
  const thousands = file?.thousands === undefined || file.thousands === 'none' ? '' : file.thousands;
  return { ...plainStyle, decimal: file?.decimal ?? '.', thousands };
};

/** How a column's uploads are written, each style once; as the spec says where none shows it. */
const stylesOf = (spec: Spec, column: string, written: Written | undefined): readonly NumberStyle[] => {
  const found = (written?.notations ?? []).flatMap(({ numbers }) =>
    numbers.flatMap(({ style, columns }) => (columns.includes(column) ? [style] : [])),
  );
  const distinct = [...new Map(found.map((style) => [JSON.stringify(style), style])).values()];
  return distinct.length === 0 ? [styleOf(spec)] : distinct;
};

/** Numbers that mean nothing in some uploads of a dataset. */
const ownMarkers = (column: string, written: Written | undefined) => {
  const lists = (written?.notations ?? []).map(({ missing }) => missing[column] ?? []);
  const all = [...new Set(lists.flat())];
  return {
    words: all,
    everywhere: all.filter((word) => lists.every((list) => list.includes(word))),
  };
};

type Parser = (text: string) => { readonly number: number; readonly isInexact: boolean } | undefined;

const createParser = (style: NumberStyle): Parser => {
  const parse = createNumberParser(style);
  return (text) => {
    const number = parse(text);
    return number === undefined ? undefined : { number, isInexact: isInexact(text, number, style) };
  };
};

const isIn = ({ numbers }: Missing, number: number): boolean => numbers.includes(number);

/** Reads the cells of a value column as ingest reads those of the dataset's uploads. */
export const createCellReader = (spec: Spec, column: string, written: Written | undefined): CellReader => {
  const value = spec.values[column];
  const own = ownMarkers(column, written);
  const said = value?.missing === undefined ? spec.missing : [...spec.missing, ...value.missing];
  const missing = missingOf([...said, ...own.everywhere]);
  const doubtful = missingOf(own.words.filter((word) => !own.everywhere.includes(word)));
  const styles = stylesOf(spec, column, written).map((style) => inUnit(style, value?.unit));
  const parsers = styles.map(createParser);
  const hasInfinities = styles.some(isPlain);
  const isUsual = styles.every((style) => isPlain(style) && style.decimal === '.');
  const ofNumber = (number: number, isInexact: boolean): CellNumber => {
    if (isIn(missing, number)) return none;
    return isIn(doubtful, number) ? open : { kind: 'number', number, isInexact };
  };
  const ofText = (text: string): CellNumber => {
    let found: ReturnType<Parser>;
    for (const parse of parsers) {
      const one = parse(text);
      if (one === undefined) continue;
      if (found !== undefined && !Object.is(found.number, one.number)) return open;
      found ??= one;
    }
    return found === undefined ? bad : ofNumber(found.number, found.isInexact);
  };
  return {
    read: (cell) => {
      if (cell === null || cell === undefined) return none;
      // JSON rounds larger ones before anyone can look at their digits.
      if (typeof cell === 'number')
        return ofNumber(cell, Number.isInteger(cell) && Math.abs(cell) > Number.MAX_SAFE_INTEGER);
      if (typeof cell !== 'string') return bad;
      const text = cell.trim();
      const word = text.toLowerCase();
      if (missing.words.includes(word)) return none;
      // What is no number means nothing else in the other uploads.
      if (doubtful.words.includes(word)) return Number.isFinite(Number(word)) ? open : none;
      if (isNoNumber.test(text) && hasInfinities)
        return { kind: 'number', number: Number.POSITIVE_INFINITY, isInexact: false };
      return ofText(text);
    },
    quick: (cell) => {
      const number =
        typeof cell === 'string'
          ? isUsual
            ? plainDecimal(cell)
            : undefined
          : typeof cell === 'number' && Math.abs(cell) <= Number.MAX_SAFE_INTEGER
            ? cell
            : undefined;
      if (number === undefined || isIn(missing, number) || isIn(doubtful, number)) return undefined;
      return number;
    },
  };
};
