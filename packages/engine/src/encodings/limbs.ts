import { sqlDouble } from '../polars/sql.ts';

/**
 * Sums that are exact, and so the same in any order: each number is cut into three whole ones of 24 bits, 72 bits from that
 * of the largest on. Up to 2²⁹ such add up without rounding.
 */
export interface Limbs {
  /** What is to be selected first, then of that, then of that. */
  readonly cuts: readonly [LimbColumns, LimbColumns, LimbColumns];
  readonly names: readonly string[];
  /** Of sums of the three. */
  readonly sum: (high: number, middle: number, low: number) => number;
}

type LimbColumns = readonly { readonly name: string; readonly sql: string }[];

const BITS = 24;
/** Units below are no doubles any more. */
const LEAST_EXPONENT = -900;

/** The least power of two that a number is below, as the bits of a double have it. */
const exponentOf = (number: number): number => {
  if (!Number.isFinite(number)) return 0;
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, number);
  return ((bits.getUint16(0) >> 4) & 0x7ff) - 1022;
};

/**
 * @param value a DOUBLE, as SQL
 * @param most the largest of the absolute values
 * @param prefix of names
 */
export const limbsOf = (value: string, most: number, prefix: string): Limbs => {
  const first = Math.max(exponentOf(most), LEAST_EXPONENT) - BITS;
  const units = [first, first - BITS, first - 2 * BITS].map((one) => 2 ** one) as [number, number, number];
  const [high, middle, low, rest] = ['high', 'middle', 'low', 'rest'].map((part) => `${prefix} ${part}`) as [
    string,
    string,
    string,
    string,
  ];
  const named = (name: string): string => `"${name}"`;
  const whole = (sql: string, unit: number): string => `FLOOR((${sql}) * ${sqlDouble(1 / unit)})`;
  const left = (sql: string, limb: string, unit: number): string =>
    `(${sql}) - ${named(limb)} * ${sqlDouble(unit)}`;
  return {
    cuts: [
      [
        { name: high, sql: whole(value, units[0]) },
        { name: rest, sql: value },
      ],
      [
        { name: middle, sql: whole(left(named(rest), high, units[0]), units[1]) },
        { name: `${rest}2`, sql: left(named(rest), high, units[0]) },
      ],
      [{ name: low, sql: whole(left(named(`${rest}2`), middle, units[1]), units[2]) }],
    ],
    names: [high, middle, low],
    sum: (a, b, c) => c * units[2] + b * units[1] + a * units[0],
  };
};
