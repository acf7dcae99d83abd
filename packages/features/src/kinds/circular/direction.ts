import type { Value } from '../../dtype.ts';
import { sqlDouble } from '../../frame.ts';

/** Below this length of their mean vector, directions cancel each other out. */
const VANISHING = 1e-9;
/** So much short of a length of 1 is rounding alone. */
const UNANIMOUS = 1e-12;

/**
 * Sines and logarithms differ in their last bits from machine to machine: so many digits are the same on all.
 */
const DIGITS_OF_MEAN = 9;
const DIGITS_OF_SPREAD = 6;

/** As Polars rounds what is not negative. */
const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** The direction of the mean vector, from 0 to below `period`; null where it vanishes. */
export const meanDirection = (sine: number, cosine: number, period: number): Value => {
  if (Math.sqrt(sine * sine + cosine * cosine) < VANISHING) return null;
  const angle = Math.atan2(sine, cosine) * (period / (2 * Math.PI));
  const direction = rounded(angle < 0 ? angle + period : angle, DIGITS_OF_MEAN);
  return direction >= period ? 0 : direction;
};

const lengthSql = (sine: string, cosine: string): string => `SQRT(${sine} * ${sine} + ${cosine} * ${cosine})`;

export const meanDirectionSql = (sine: string, cosine: string, period: number): string => {
  const turn = sqlDouble(period);
  const angle = `ATAN2(${sine}, ${cosine}) * ${sqlDouble(period / (2 * Math.PI))}`;
  const positive = `CASE WHEN ${angle} < 0.0 THEN ${angle} + ${turn} ELSE ${angle} END`;
  const direction = `ROUND(${positive}, ${DIGITS_OF_MEAN})`;
  return `CASE WHEN ${lengthSql(sine, cosine)} < ${sqlDouble(VANISHING)} THEN NULL WHEN ${direction} >= ${turn} THEN 0.0 ELSE ${direction} END`;
};

/** The circular standard deviation, √(−2 ln R) of the mean vector’s length R; null of fewer than two, or where R vanishes. */
export const spread = (sine: number, cosine: number, count: number, period: number): Value => {
  const length = Math.sqrt(sine * sine + cosine * cosine);
  if (count < 2 || length < VANISHING) return null;
  if (length > 1 - UNANIMOUS) return 0;
  return rounded(Math.sqrt(-2 * Math.log(length)) * (period / (2 * Math.PI)), DIGITS_OF_SPREAD);
};

export const spreadSql = (sine: string, cosine: string, count: string, period: number): string => {
  const length = lengthSql(sine, cosine);
  const deviation = `SQRT(-2.0 * LN(${length})) * ${sqlDouble(period / (2 * Math.PI))}`;
  return `CASE WHEN ${count} < 2 OR ${length} < ${sqlDouble(VANISHING)} THEN NULL WHEN ${length} > ${sqlDouble(1 - UNANIMOUS)} THEN 0.0 ELSE ROUND(${deviation}, ${DIGITS_OF_SPREAD}) END`;
};
