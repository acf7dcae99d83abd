import type { NumberStyle } from '@wattline/cells';
import type { LookedAt, Signs } from './number-signs.ts';

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

/**
 * Which sign is before the decimals of a column and which groups its digits, and why. `file` is the decimal sign of the
 * file's columns together.
 */
export const decideSigns = (
  signs: Signs,
  file: '.' | ',' | undefined,
  delimiter: string | undefined,
): Decided => {
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

/** The decimal sign that the columns show together; undefined where none shows one. */
export const decimalOf = (columns: readonly LookedAt[]): '.' | ',' | undefined =>
  mostOf(columns.map(({ signs }) => signs.decimal).reduce(add, { '.': 0, ',': 0 }));
