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

/** Polars divides columns of one value in another way than others: so many digits of a share are the same in both. */
export const SHARE_DIGITS = 15;

const rounded = (share: number): number => Math.round(share * 10 ** SHARE_DIGITS) / 10 ** SHARE_DIGITS;

/** Of each span that reaches into an interval, what of its amount lies there, spread evenly. */
export const sharesIn = (spans: readonly AmountSpan[], start: number, end: number): Value[] =>
  spans
    .filter(({ from, until }) => from < end && until > start)
    .map(({ from, until, amount }) => {
      const inside = Math.min(until, end) - Math.max(from, start);
      return amount === null ? null : amount * rounded(inside / (until - from));
    });

/** A reading's time until the next is due; where it reaches but a little into another interval, up to that. */
export const settledUntil = (from: number, until: number, lastStart: number): number =>
  lastStart > from && until - lastStart <= (until - from) * JITTER ? lastStart : until;
