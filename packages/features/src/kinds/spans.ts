import type { Value } from '../dtype.ts';

/** An amount and the time that it is of, ms. */
export interface AmountSpan {
  readonly from: number;
  readonly until: number;
  /** Null: unknown. */
  readonly amount: Value;
}

/** Readings that come a little late or early are no other ones: as a share of their step. */
export const JITTER = 0.1;

/** So many digits of a share: a third of 12 is 4, and three thirds of it are 12. */
export const SHARE_DIGITS = 15;

/** Halves go to the even digit, as Polars rounds. */
const rounded = (share: number): number => {
  const digits = share * 10 ** SHARE_DIGITS;
  const nearest = Math.round(digits);
  return (nearest - digits === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest) / 10 ** SHARE_DIGITS;
};

/** Times the inverse, as Polars divides a column of one value: columns of more it divides in another way. */
const shareOf = (part: number, whole: number): number => rounded(part * (1 / whole));

/** Of each span that reaches into an interval, what of its amount lies there, spread evenly. */
export const sharesIn = (spans: readonly AmountSpan[], start: number, end: number): Value[] =>
  spans
    .filter(({ from, until }) => from < end && until > start)
    .map(({ from, until, amount }) => {
      const inside = Math.min(until, end) - Math.max(from, start);
      return amount === null ? null : amount * shareOf(inside, until - from);
    });

/**
 * A reading's time until the next is due; where it reaches but a little into another interval, up to that.
 *
 * @param last the interval that its last millisecond lies in
 */
export const settledUntil = (
  from: number,
  until: number,
  last: { readonly start: number; readonly end: number },
): number => {
  const isLittle = until < last.end && until - last.start <= (until - from) * JITTER;
  return last.start > from && isLittle ? last.start : until;
};
