import { createNumberParser, money, type NumberParser, type NumberStyle, scaleTo } from '@wattline/cells';
import { decideSigns } from './decide-signs.ts';
import type { LookedAt, Undressed } from './number-signs.ts';

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

const currency = new RegExp(`^(?:\\p{Sc}|${money})$`, 'u');

/**
 * The commonest affix. Units that few of the numbers have are none of the others: `3.May` is no 3, and 0.5 among
 * numbers of percent no half of one. Currencies change no number.
 */
const affixOf = (undressed: readonly Undressed[]): string => {
  const tally = new Map<string, number>();
  for (const { affix } of undressed) {
    if (affix !== '') tally.set(affix, (tally.get(affix) ?? 0) + 1);
  }
  const [affix, count] = [...tally].sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
  const least = /^[%‰]/.test(affix) ? 0.9 : 0.5;
  return count >= undressed.length * least || currency.test(affix) ? affix : '';
};

const multipliers: Readonly<Record<string, number>> = { k: 1e3, K: 1e3, M: 1e6, G: 1e9 };

/** What letters without a unit multiply numbers by, where no number has anything else beside it: `998`, `1.02k`. */
const multipliersIn = (undressed: readonly Undressed[]): NumberStyle['scales'] => {
  const affixes = new Set(undressed.map(({ affix }) => affix));
  // K on every number is the kelvin.
  const isKelvin = affixes.has('K') && affixes.size === 1;
  affixes.delete('');
  const scales = [...affixes].flatMap((affix) => {
    const multiply = multipliers[affix];
    return multiply === undefined ? [] : [{ affix, scale: { multiply, divide: 1 } }];
  });
  return scales.length > 0 && scales.length === affixes.size && !isKelvin ? scales : undefined;
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
  const decided = decideSigns(signs, hints.decimal ?? file, delimiter);
  const multiplied = multipliersIn(undressed);
  const affix = multiplied?.[0]?.affix ?? affixOf(undressed);
  const scales = multiplied ?? scalesOf(undressed, affix);
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

/** Whether letters beside numbers multiply them, and are no unit of theirs. */
export const isMultiplied = ({ affix, scales = [] }: NumberStyle): boolean =>
  scales.some((scale) => scale.affix === affix);
