/** A stretch of time, epoch ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 86_400_000;

export const spanChoices: readonly { readonly label: string; readonly ms: number }[] = [
  { label: 'Day', ms: DAY_MS },
  { label: 'Week', ms: 7 * DAY_MS },
  { label: 'Month', ms: 31 * DAY_MS },
  { label: 'Year', ms: 366 * DAY_MS },
];

const clamp = ({ from, to }: Span, whole: Span): Span => {
  const ms = Math.min(to - from, whole.to - whole.from);
  const start = Math.min(Math.max(from, whole.from), whole.to - ms);
  return { from: start, to: start + ms };
};

/** So much time around the middle of what is seen; from all of it, the end. */
export const zoomedTo = (ms: number, seen: Span, whole: Span): Span => {
  const all = seen.to - seen.from >= whole.to - whole.from;
  const middle = all ? whole.to : (seen.from + seen.to) / 2;
  return clamp({ from: middle - ms / 2, to: middle + ms / 2 }, whole);
};

/** Earlier (−1) or later (1) by half of what is seen. */
export const moved = (direction: -1 | 1, seen: Span, whole: Span): Span => {
  const by = (direction * (seen.to - seen.from)) / 2;
  return clamp({ from: seen.from + by, to: seen.to + by }, whole);
};
