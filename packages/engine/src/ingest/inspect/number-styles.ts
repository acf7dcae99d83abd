import { createNumberParser, type NumberParser, type NumberStyle } from '../read/number-style.ts';
import { scaleTo } from '../read/units.ts';
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
