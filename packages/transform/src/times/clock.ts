import { type ClockOffset, clockOffsets } from '@wattline/time-zones';

const DAY = 86_400_000;
const YEAR = 366 * DAY;
/** No clock is further from UTC. */
const FURTHEST = 16 * 3_600_000;

/** The clocks of one zone. All times in ms since 1970; local ones are of a clock that never changes. */
export interface Clock {
  /** The offsets that hold in a span, in order; the first from its start on. */
  readonly offsets: (from: number, to: number) => readonly ClockOffset[];
  readonly toLocal: (instant: number) => number;
  /** The instants at which clocks show a local time: none, one, or two. */
  readonly instantsOf: (local: number) => readonly number[];
  /** A local time that clocks skip, as far after the gap. */
  readonly shifted: (local: number) => number;
}

/** Keeps the offsets of the years that it was asked for. */
export const createClock = (zone: string): Clock => {
  let known: ClockOffset[] = [];
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const know = (from: number, to: number): void => {
    if (from >= first && to <= last) return;
    first = Math.min(first, from - YEAR);
    last = Math.max(last, to + YEAR);
    known = clockOffsets(zone, first, last);
  };
  const indexAt = (instant: number): number => {
    let [low, high] = [0, known.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((known[middle]?.from ?? 0) <= instant) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const instantsOf = (local: number): readonly number[] => {
    know(local - FURTHEST, local + FURTHEST);
    const from = indexAt(local - FURTHEST);
    const found: number[] = [];
    for (let i = from; i < known.length; i += 1) {
      const one = known[i];
      if (one === undefined || (i > from && one.from > local + FURTHEST)) break;
      const at = local - one.offset;
      const begins = i === 0 || at >= one.from;
      if (begins && at < (known[i + 1]?.from ?? Number.POSITIVE_INFINITY)) found.push(at);
    }
    return found;
  };
  return {
    offsets: (from, to) => {
      know(from, to);
      const start = indexAt(from);
      return known
        .slice(start)
        .filter(({ from: at }, i) => i === 0 || at <= to)
        .map((one, i) => (i === 0 ? { ...one, from: Math.max(one.from, from) } : one));
    },
    toLocal: (instant) => {
      know(instant, instant);
      return instant + (known[indexAt(instant)]?.offset ?? 0);
    },
    instantsOf,
    shifted: (local) => (instantsOf(local - DAY)[0] ?? local - DAY) + DAY,
  };
};
