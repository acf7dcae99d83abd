/** How numbers are whole ones of a unit: 31.52 is 3152 of 1/100. */
export interface Whole {
  readonly least: number;
  /** The fewest that all of them fit in. */
  readonly bits: number;
  /** The unit is `unitOf(digits)`. */
  readonly digits: number;
}

/** What stands for NaN among them. */
export const noneOf = (bits: number): number => 2 ** bits - 1;

/** Whole numbers lie between its negative and it. */
const LARGEST = 2 ** 31 - 1;
const MOST_DIGITS = 9;
/** How many of a unit make 1. */
export const unitOf = (digits: number): number => units[digits] ?? 1;

const units = Array.from({ length: MOST_DIGITS + 1 }, (_, digits) => 10 ** digits);

/**
 * Whether dividing gives back the very bits: division rounds to the number that is nearest, as reading digits does. A
 * negative zero is no whole number.
 */
const isExact = (number: number, unit: number): boolean =>
  Math.round(number * unit) / unit === number && Math.abs(number * unit) < LARGEST && !Object.is(number, -0);

/** Undefined where one of them is no decimal of few digits. */
export const decimalsOf = (column: ArrayLike<number>): Whole | undefined => {
  let digits = 0;
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < column.length; i += 1) {
    const number = column[i] ?? Number.NaN;
    if (Number.isNaN(number)) continue;
    while (!isExact(number, units[digits] ?? 1)) {
      digits += 1;
      if (digits > MOST_DIGITS) return undefined;
    }
    least = Math.min(least, number);
    most = Math.max(most, number);
  }
  const unit = unitOf(digits);
  // Those before were of fewer digits, and may be too large in this unit.
  if (!isExact(least, unit) || !isExact(most, unit)) return undefined;
  const [first, last] = [Math.round(least * unit), Math.round(most * unit)];
  const bits = Math.ceil(Math.log2(last - first + 2));
  for (let i = 0; i < column.length; i += 1) {
    const number = column[i] ?? Number.NaN;
    if (!Number.isNaN(number) && !isExact(number, unit)) return undefined;
  }
  return { least: first, bits, digits };
};

/** How far a number is above the least; of NaN, `noneOf(bits)`. */
export const aboveLeast = ({ least, bits, digits }: Whole, number: number): number =>
  Number.isNaN(number) ? noneOf(bits) : Math.round(number * unitOf(digits)) - least;
