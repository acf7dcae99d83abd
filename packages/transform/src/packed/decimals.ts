/** How many bytes a whole number takes. */
export type WholeBytes = 2 | 3 | 4;

/** Numbers as whole ones of a unit: 31.52 is 3152 of 1/100. */
export interface Whole {
  readonly numbers: Int32Array;
  /** The fewest that all of them fit in. */
  readonly bytes: WholeBytes;
  /** How many of them make 1; a power of ten. */
  readonly unit: number;
}

/** What stands for NaN among them. */
export const noneOf = (bytes: WholeBytes): number => -(2 ** (8 * bytes - 1));

const MOST_DIGITS = 9;
const units = Array.from({ length: MOST_DIGITS + 1 }, (_, digits) => 10 ** digits);

/**
 * Whether dividing gives back the very bits: division rounds to the number that is nearest, as reading digits does. A
 * negative zero is no whole number.
 */
const isExact = (number: number, unit: number): boolean =>
  Math.round(number * unit) / unit === number &&
  Math.abs(number * unit) < -noneOf(4) - 1 &&
  !Object.is(number, -0);

/** Undefined where one of them is no decimal of few digits. */
export const decimalsOf = (column: ArrayLike<number>): Whole | undefined => {
  let digits = 0;
  let [least, most] = [0, 0];
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
  const unit = units[digits] ?? 1;
  // Those before were of fewer digits, and may be too large in this unit.
  if (!isExact(least, unit) || !isExact(most, unit)) return undefined;
  const largest = Math.max(-least, most) * unit;
  const bytes = ([2, 3] as const).find((few) => largest < -noneOf(few) - 1) ?? 4;
  const numbers = new Int32Array(column.length);
  for (let i = 0; i < column.length; i += 1) {
    const number = column[i] ?? Number.NaN;
    if (Number.isNaN(number)) numbers[i] = noneOf(bytes);
    else if (isExact(number, unit)) numbers[i] = Math.round(number * unit);
    else return undefined;
  }
  return { numbers, bytes, unit };
};
