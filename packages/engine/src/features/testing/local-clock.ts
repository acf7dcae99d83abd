import { toLocalMs } from '@wattline/time-zones';

export interface ReferenceInterval {
  readonly start: number;
  readonly end: number;
  /** What local clocks show as it begins, were no time skipped. */
  readonly local: number;
}

const walk = 5 * 60_000;

/** Walks through time in steps of five minutes and notes where local clocks come to another interval. */
export const referenceIntervals = (
  zone: string,
  interval: number,
  from: number,
  to: number,
): ReferenceInterval[] => {
  const monday = Date.UTC(2016, 11, 26);
  const nominal = (instant: number) =>
    Math.floor((toLocalMs(zone, instant) - monday) / interval) * interval + monday;
  const begin = Math.floor((from - interval - 2 * 86_400_000) / walk) * walk;
  const starts: { start: number; local: number }[] = [];
  let current = nominal(begin);
  for (let instant = begin + walk; starts.length < 2 || (starts.at(-1)?.start ?? 0) <= to; instant += walk) {
    const now = nominal(instant);
    const back = toLocalMs(zone, instant - walk) + walk - toLocalMs(zone, instant);
    if (now > current || back >= interval) {
      starts.push({ start: instant, local: now });
      current = now;
    }
  }
  return starts
    .map((some, i) => ({ ...some, end: starts[i + 1]?.start ?? Infinity }))
    .filter(({ start, end }) => end > from && start <= to);
};
