import { createNumberParser, isPlain, type NumberParser, type NumberStyle } from '../read/number-style.ts';
import { scaleTo } from '../read/units.ts';

/** What the cells of a column say of the signs in its numbers. */
interface Signs {
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

/** A column's numbers, and how sure their style is. */
export interface FoundStyle {
  readonly style: NumberStyle;
  readonly parse: NumberParser;
  /** The sign that could be read both ways, where nothing in the file settles it. */
  readonly open: '.' | ',' | undefined;
  readonly because: string;
}

export interface StyleHints {
  readonly decimal?: '.' | ',' | undefined;
  readonly thousands?: ',' | '.' | ' ' | "'" | 'none' | undefined;
}

const blanks = /[\u{a0}\u{2007}\u{2009}\u{202f}]/gu;
const minus = /[\u{2212}\u{2010}\u{2011}\u{2012}\u{2013}\u{fe63}\u{ff0d}]/gu;
const quotes = /[\u{2019}\u{2bc}`]/gu;

/** Money as people write it before numbers; other letters before digits are names. */
const money =
  'R\\$|A\\$|C\\$|US\\$|NZ\\$|HK\\$|S\\$|kr\\.?|Rs\\.?|EUR|USD|GBP|CHF|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|TRY|UAH|RUB|JPY|CNY|KRW|INR|BRL|MXN|ARS|CLP|COP|PEN|AUD|NZD|CAD|ZAR|SGD|HKD|THB|ILS|AED|SAR|PHP|IDR|MYR|VND|TWD';

const affixed = new RegExp(
  `^([+-]?)\\s*(\\p{Sc}|(?:${money})|)\\s*([+-]?[\\d][\\d.,' ]*|[+-]?[.,]\\d+)\\s*(\\p{Sc}|[%‰°]?[\\p{L}µ°²³/·]{0,8}|%)$`,
  'u',
);

const exponent = /[eE][+-]?\d{1,3}$/;

/** A number as programs write it. */
export const isPlainNumber = (cell: string): boolean => /^-?\d+(?:\.\d+)?$/.test(cell);

interface Undressed {
  readonly digits: string;
  readonly affix: string;
  readonly signs: boolean;
}

const undress = (cell: string): Undressed | undefined => {
  const even = cell.replace(blanks, ' ');
  const signed = even
    .replace(minus, '-')
    .replace(/^\((.*)\)$/, '-$1')
    .replace(/^-\s+/, '-')
    .replace(/^([^-]*[0-9.,])\s*-$/, '-$1');
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

const add = (a: Signs['decimal'], b: Signs['decimal']): Signs['decimal'] => ({
  '.': a['.'] + b['.'],
  ',': a[','] + b[','],
});

const mostOf = (counts: Signs['decimal']): '.' | ',' | undefined =>
  counts['.'] === counts[','] ? undefined : counts['.'] > counts[','] ? '.' : ',';

const other = (sign: '.' | ','): '.' | ',' => (sign === '.' ? ',' : '.');

interface Decided {
  readonly decimal: '.' | ',';
  readonly thousands: NumberStyle['thousands'];
  readonly open?: '.' | ',';
  readonly because: string;
}

const decide = (signs: Signs, file: '.' | ',' | undefined, delimiter: string | undefined): Decided => {
  const blank: NumberStyle['thousands'] = signs.grouping[' '] > 0 ? ' ' : signs.grouping["'"] > 0 ? "'" : '';
  const own = mostOf(signs.decimal);
  if (own !== undefined) {
    const grouped = signs.grouping[other(own)] + signs.open[other(own)] > 0;
    return {
      decimal: own,
      thousands: blank === '' && grouped ? other(own) : blank,
      because: `its numbers have '${own}' before their decimals`,
    };
  }
  const grouping = mostOf({ '.': signs.grouping['.'], ',': signs.grouping[','] });
  if (grouping !== undefined) {
    return {
      decimal: other(grouping),
      thousands: grouping,
      because: `'${grouping}' groups digits in threes`,
    };
  }
  const open = mostOf(signs.open);
  if (open === undefined) {
    return { decimal: file ?? '.', thousands: blank, because: 'its numbers are whole' };
  }
  const asGroups = { decimal: other(open), thousands: open } as const;
  const asDecimal = { decimal: open, thousands: blank } as const;
  if (blank !== '') {
    return { ...asDecimal, because: 'blanks group its digits' };
  }
  if (file !== undefined) {
    return file === open
      ? { ...asDecimal, because: `the decimal sign of other columns is '${file}'` }
      : { ...asGroups, because: `the decimal sign of other columns is '${file}'` };
  }
  if (signs.long > 0) {
    return { ...asDecimal, because: 'longer numbers are not grouped' };
  }
  if (signs.short > 0) {
    return { ...asGroups, because: `'${open}' is in all numbers above 999 and in no other` };
  }
  if (open === ',' ? delimiter === ',' : delimiter !== ';') {
    return { ...(open === ',' ? asGroups : asDecimal), because: 'so it is in files with this delimiter' };
  }
  return { ...asDecimal, open, because: 'nothing shows whether it groups digits' };
};

/** The commonest affix, where hardly a number has another. */
const affixOf = (undressed: readonly Undressed[]): string => {
  const tally = new Map<string, number>();
  for (const { affix } of undressed) {
    if (affix !== '') tally.set(affix, (tally.get(affix) ?? 0) + 1);
  }
  return [...tally].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
};

/** Other units beside the numbers of a column, where all of them can be converted; none where one cannot. */
const scalesOf = (undressed: readonly Undressed[], affix: string): NumberStyle['scales'] => {
  const others = [...new Set(undressed.map((cell) => cell.affix))].filter(
    (one) => one !== affix && one !== '',
  );
  const scales = others.flatMap((one) => {
    const scale = scaleTo(one, affix);
    return scale === undefined ? [] : [{ affix: one, scale }];
  });
  const isWhole = undressed.every((cell) => cell.affix !== '');
  return scales.length > 0 && scales.length === others.length && isWhole ? scales : undefined;
};

const hinted = (hints: StyleHints): Partial<Pick<NumberStyle, 'decimal' | 'thousands'>> => ({
  ...(hints.decimal === undefined ? {} : { decimal: hints.decimal }),
  ...(hints.thousands === undefined ? {} : { thousands: hints.thousands === 'none' ? '' : hints.thousands }),
});

/** The decimal sign that the columns show together; undefined where none shows one. */
export const decimalOf = (columns: readonly LookedAt[]): '.' | ',' | undefined =>
  mostOf(columns.map(({ signs }) => signs.decimal).reduce(add, { '.': 0, ',': 0 }));

/**
 * How the numbers of a column are written. `file` is the decimal
 * sign of the file's columns together.
 */
export const numberStyleOf = (
  { signs, undressed }: LookedAt,
  file: '.' | ',' | undefined,
  delimiter: string | undefined,
  hints: StyleHints = {},
): FoundStyle => {
  const decided = decide(signs, hints.decimal ?? file, delimiter);
  const affix = affixOf(undressed);
  const scales = scalesOf(undressed, affix);
  const style: NumberStyle = {
    decimal: decided.decimal,
    thousands: decided.thousands,
    affix,
    signs: undressed.some((cell) => cell.signs),
    ...(scales === undefined ? {} : { scales }),
    ...hinted(hints),
  };
  const parse = createNumberParser(style);
  const settled = hints.decimal !== undefined || hints.thousands !== undefined;
  return {
    style,
    parse,
    open: settled ? undefined : decided.open,
    because: decided.because,
  };
};

/** A style as messages show it; undefined for numbers as programs write them. */
export const styleInWords = (style: NumberStyle): string | undefined => {
  if (isPlain(style) && style.decimal === '.') {
    return undefined;
  }
  const words = [
    style.decimal === ',' ? "decimal sign ','" : '',
    style.thousands === '' ? '' : `thousands grouped by '${style.thousands}'`,
    style.affix === '' || style.scales !== undefined ? '' : `'${style.affix}' beside each number`,
    style.scales === undefined
      ? ''
      : `converted to ${style.affix} from ${style.scales.map(({ affix }) => affix).join(', ')}`,
    style.signs ? 'minus signs of other kinds' : '',
  ];
  return words.filter((word) => word !== '').join(', ');
};

/** What to say of a column whose cells have several units. */
export const convertedCells = ({
  name,
  found,
}: {
  readonly name: string;
  readonly found: FoundStyle;
}): string[] => {
  const { affix, scales } = found.style;
  return scales === undefined
    ? []
    : [
        `cells in column '${name}' have several units: those in ${scales.map((one) => one.affix).join(', ')} were converted to ${affix}; set values.${name}.unit to be sure`,
      ];
};
