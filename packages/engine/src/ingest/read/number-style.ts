/** How the numbers of a column are written. */
export interface NumberStyle {
  readonly decimal: '.' | ',';
  /** What groups digits; a blank stands for blanks of any width. */
  readonly thousands: '' | ',' | '.' | ' ' | "'";
  /** What stands before or after each number: a currency, a unit, a percent sign. */
  readonly affix: string;
  /** Whether minus signs of typographers, minus signs at the end, or parentheses occur. */
  readonly signs: boolean;
}

export const plainStyle: NumberStyle = { decimal: '.', thousands: '', affix: '', signs: false };

/** Whether Polars reads the numbers at once, as they are. */
export const isPlain = (style: NumberStyle): boolean =>
  style.thousands === '' && style.affix === '' && !style.signs;

/** Blanks that group digits or stand about signs, whatever their width. */
export const wideBlanks = '[\\u{a0}\\u{2007}\\u{2009}\\u{202f}]';
/** Minus signs that are none in ASCII, and hyphens. */
export const wideMinus = '[\\u{2212}\\u{2010}\\u{2011}\\u{2012}\\u{2013}\\u{fe63}\\u{ff0d}]';
/** Apostrophes that group digits. */
export const apostrophes = '[\\u{2019}\\u{2bc}`]';

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** What a number looks like once its blanks, signs and affix are plain; one group of digits after the other. */
export const groupedPattern = ({ decimal, thousands }: NumberStyle): string => {
  const point = literal(decimal);
  const sign = literal(thousands);
  // Lakhs and crores are groups of two above the first of three.
  const lakhs = thousands === ',' ? `|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}` : '';
  return `^[+-]?(?:[0-9]{1,3}(?:${sign}[0-9]{3})+${lakhs})(?:${point}[0-9]*)?$`;
};

export const ungroupedPattern = ({ decimal }: NumberStyle): string => {
  const point = literal(decimal);
  return `^[+-]?(?:[0-9]+(?:${point}[0-9]*)?|${point}[0-9]+)(?:[eE][+-]?[0-9]+)?$`;
};

/** An affix before or after the number, with or without a blank between. */
export const affixPatterns = ({ affix }: NumberStyle): { before: string; after: string } => ({
  before: `^([+-]?)\\s*${literal(affix)}\\s*`,
  after: `\\s*${literal(affix)}$`,
});

/** A cell as a number; undefined where it is none in this style. */
export type NumberParser = (cell: string) => number | undefined;

export const createNumberParser = (style: NumberStyle): NumberParser => {
  const blanks = new RegExp(wideBlanks, 'gu');
  const minus = new RegExp(wideMinus, 'gu');
  const quotes = new RegExp(apostrophes, 'gu');
  const affix = affixPatterns(style);
  const [before, after] = [new RegExp(affix.before), new RegExp(affix.after)];
  const grouped = style.thousands === '' ? undefined : new RegExp(groupedPattern(style));
  const ungrouped = new RegExp(ungroupedPattern(style));
  return (cell) => {
    let text = cell.trim();
    if (!isPlain(style)) {
      text = text.replace(blanks, ' ');
      if (style.signs) {
        text = text
          .replace(minus, '-')
          .replace(/^\((.*)\)$/, '-$1')
          .replace(/^-\s+/, '-')
          .replace(/^([^-]*[0-9.,])\s*-$/, '-$1');
      }
      if (style.affix !== '') {
        text = text.replace(before, '$1').replace(after, '');
      }
      if (style.thousands === "'") {
        text = text.replace(quotes, "'");
      }
    }
    const isGrouped = grouped?.test(text) === true;
    if (!isGrouped && !ungrouped.test(text)) {
      return undefined;
    }
    const digits = isGrouped ? text.replaceAll(style.thousands, '') : text;
    return Number(style.decimal === ',' ? digits.replace(',', '.') : digits);
  };
};
