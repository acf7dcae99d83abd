import { apostrophes, money, wideBlanks, withPlainSign } from '@wattline/cells';

/** What the cells of a column say of the signs in its numbers. */
export interface Signs {
  /** Cells in which a sign can be nothing but a decimal sign. */
  readonly decimal: Readonly<Record<'.' | ',', number>>;
  /** Cells in which it can be nothing but a sign between groups of digits. */
  readonly grouping: Readonly<Record<'.' | ',' | ' ' | "'", number>>;
  /** Cells in which it could be both: 1,234. */
  readonly open: Readonly<Record<'.' | ',', number>>;
  /** Whole numbers without a sign: of up to three digits, and longer ones. */
  readonly short: number;
  readonly long: number;
}

const blanks = new RegExp(wideBlanks, 'gu');
const quotes = new RegExp(apostrophes, 'gu');

const affixed = new RegExp(
  `^([+-]?)\\s*(\\p{Sc}|(?:${money})|)\\s*([+-]?[\\d][\\d.,' ]*|[+-]?[.,]\\d+)\\s*(\\p{Sc}|[%‰°]?[\\p{L}µ°²³/·]{0,8}|%)$`,
  'u',
);

const exponent = /[eE][+-]?\d{1,3}$/;

/** A number as programs write it. */
export const isPlainNumber = (cell: string): boolean => /^-?\d+(?:\.\d+)?$/.test(cell);

export interface Undressed {
  readonly digits: string;
  readonly affix: string;
  readonly signs: boolean;
}

const undress = (cell: string): Undressed | undefined => {
  const even = cell.replace(blanks, ' ');
  const signed = withPlainSign(even);
  const match = affixed.exec(signed.replace(exponent, '').replace(quotes, "'"));
  if (match === null || /^[eE][+-]?\d*$/.test(match[4] ?? '')) {
    return undefined;
  }
  return {
    digits: (match[3] ?? '').trim().replace(/^[+-]/, ''),
    affix: (match[2] ?? '') || (match[4] ?? ''),
    signs: signed !== even,
  };
};

const signsIn = (digits: readonly string[]): Signs => {
  const decimal = { '.': 0, ',': 0 };
  const grouping = { '.': 0, ',': 0, ' ': 0, "'": 0 };
  const open = { '.': 0, ',': 0 };
  let [short, long] = [0, 0];
  for (const text of digits) {
    if (/^\d+$/.test(text)) {
      if (text.length > 3) long += 1;
      else short += 1;
      continue;
    }
    for (const sign of [' ', "'"] as const) {
      if (text.includes(sign)) grouping[sign] += 1;
    }
    const [dots, commas] = [text.split('.').length - 1, text.split(',').length - 1];
    for (const [sign, own, others] of [
      ['.', dots, commas],
      [',', commas, dots],
    ] as const) {
      if (own === 0) continue;
      const other = sign === '.' ? ',' : '.';
      const isLast = text.lastIndexOf(sign) > text.lastIndexOf(other);
      if (own > 1 || (others > 0 && !isLast)) grouping[sign] += 1;
      else if (others > 0) decimal[sign] += 1;
      else if (/^[1-9]\d{0,2}[.,]\d{3}$/.test(text)) open[sign] += 1;
      else decimal[sign] += 1;
    }
  }
  return { decimal, grouping, open, short, long };
};

/** The same for numbers as programs write them, without a look at each sign. */
const signsInPlain = (cells: readonly string[]): Signs => {
  const decimal = { '.': 0, ',': 0 };
  const open = { '.': 0, ',': 0 };
  let [short, long] = [0, 0];
  for (const cell of cells) {
    const from = cell.startsWith('-') ? 1 : 0;
    const point = cell.indexOf('.');
    const whole = (point === -1 ? cell.length : point) - from;
    if (point === -1) {
      if (whole > 3) long += 1;
      else short += 1;
    } else if (whole <= 3 && cell.length - point === 4 && cell[from] !== '0') open['.'] += 1;
    else decimal['.'] += 1;
  }
  return { decimal, grouping: { '.': 0, ',': 0, ' ': 0, "'": 0 }, open, short, long };
};

/** The cells of a column, looked at once. */
export interface LookedAt {
  readonly signs: Signs;
  readonly undressed: readonly Undressed[];
}

/** Looks at the cells of a column (trimmed, none of them missing). */
export const lookAtNumbers = (cells: readonly string[]): LookedAt => {
  if (cells.every(isPlainNumber)) {
    return { signs: signsInPlain(cells), undressed: [] };
  }
  const undressed = cells.flatMap((cell) => undress(cell) ?? []);
  return { signs: signsIn(undressed.map(({ digits }) => digits)), undressed };
};
