import { type AmountSpan, sharesIn, type Value } from '@wattline/features';

/** What of each amount that reaches into a time lies in it. */
export const amountsWithin = (own: readonly AmountSpan[], start: number, end: number): Value[] => {
  let [low, high] = [0, own.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((own[middle]?.from ?? 0) < end) low = middle + 1;
    else high = middle;
  }
  let first = low;
  while (first > 0 && (own[first - 1]?.until ?? 0) > start) first -= 1;
  return sharesIn(own.slice(first, low), start, end);
};
