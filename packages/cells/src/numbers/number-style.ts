import { withPlainSign } from './sign-rules.ts';
import { type Scale, scaleTo } from './units.ts';

/** How the numbers of a column are written. */
export interface NumberStyle {
  readonly decimal: '.' | ',';
  /** What groups digits; a blank means blanks of any width. */
  readonly thousands: '' | ',' | '.' | ' ' | "'";
  /** What is before or after each number: a currency, a unit, a percent sign. */
  readonly affix: string;
  /** Whether minus signs of typographers, minus signs at the end, parentheses, or spreadsheets' signs of text occur. */
  readonly signs: boolean;
  /** Other units beside numbers, and what makes them those of the affix. */
  readonly scales?: readonly { readonly affix: string; readonly scale: Scale }[];
}

export const plainStyle: NumberStyle = { decimal: '.', thousands: '', affix: '', signs: false };

/** Whether Polars reads the numbers at once, as they are. */
export const isPlain = (style: NumberStyle): boolean =>
  style.thousands === '' && style.affix === '' && !style.signs;

/** Blanks that group digits or surround signs, whatever their width. */
export const wideBlanks = '[\\u{a0}\\u{2007}\\u{2009}\\u{202f}]';
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

/** A style whose numbers, with units beside them, come out in the unit that a spec names. */
export const inUnit = (style: NumberStyle, unit: string | undefined): NumberStyle => {
  if (unit === undefined || style.affix === '' || style.affix === unit) return style;
  const affixes = [style.affix, ...(style.scales ?? []).map(({ affix }) => affix)];
  const scales = affixes.flatMap((affix) => {
    const scale = scaleTo(affix, unit);
    return scale === undefined ? [] : [{ affix, scale }];
  });
  return scales.length === affixes.length ? { ...style, affix: unit, scales } : style;
};

/** Units at the end of numbers, the longest first: that of the column is the end of some. */
export const unitEnds = ({ affix, scales = [] }: NumberStyle): readonly { after: string; scale: Scale }[] =>
  [...scales, { affix, scale: { multiply: 1, divide: 1 } }]
    .toSorted((a, b) => b.affix.length - a.affix.length)
    .map((one) => ({ after: `\\s*${literal(one.affix)}$`, scale: one.scale }));

/** A cell as a number; undefined where it is none in this style. */
export type NumberParser = (cell: string) => number | undefined;

export const createNumberParser = (style: NumberStyle): NumberParser => {
  const blanks = new RegExp(wideBlanks, 'gu');
  const quotes = new RegExp(apostrophes, 'gu');
  const affix = affixPatterns(style);
  const before = new RegExp(affix.before);
  const ends = unitEnds(style).map(({ after, scale }) => ({ after: new RegExp(after), scale }));
  const grouped = style.thousands === '' ? undefined : new RegExp(groupedPattern(style));
  const ungrouped = new RegExp(ungroupedPattern(style));
  return (cell) => {
    let text = cell.trim();
    let scale: Scale = { multiply: 1, divide: 1 };
    if (!isPlain(style)) {
      text = text.replace(blanks, ' ');
      if (style.signs) {
        text = withPlainSign(text);
      }
      if (style.affix !== '') {
        text = text.replace(before, '$1');
        const end = ends.find(({ after }) => after.test(text));
        scale = end?.scale ?? scale;
        text = end === undefined ? text : text.replace(end.after, '');
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
    const number = Number(style.decimal === ',' ? digits.replace(',', '.') : digits);
    return scale.divide === 1 ? number * scale.multiply : number / scale.divide;
  };
};
