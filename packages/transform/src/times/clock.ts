import { type ClockOffset, clockOffsets, fixedOffsetMs } from '@wattline/time-zones';

const DAY = 86_400_000;
/** No clock is further from UTC. */
const FURTHEST = 16 * 3_600_000;
/** Offsets are found out so many days at a time, wherever somebody asks: 773 such spans are 400 years. */
const SPAN = 189 * DAY;
/** After these, the calendar has the same days of the week again, and clocks change as before. */
const SPANS_OF_400_YEARS = 773;
const spanOf = (instant: number): number => Math.floor(instant / SPAN);
/** Before, no clock was ever changed; from then on, all do so by rules that go on. */
const [FIRST, LAST] = [spanOf(Date.UTC(1800, 0, 1)), spanOf(Date.UTC(2110, 0, 1))];

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

/** A span of which the offsets are those of this one, so many spans away: those of far years are of nearer ones. */
const knownSpan = (span: number): number => {
  if (span < FIRST) return FIRST;
  return span < LAST ? span : LAST + ((span - LAST) % SPANS_OF_400_YEARS);
};

const createClock = (zone: string): Clock => {
  const spans = new Map<number, readonly ClockOffset[]>();
  const isFixed = fixedOffsetMs(zone) !== undefined;
  /** The offsets of a span, and two days around it. */
  const find = (span: number): readonly ClockOffset[] => {
    const known = knownSpan(span);
    const by = (span - known) * SPAN;
    const found =
      spans.get(known) ?? clockOffsets(zone, known * SPAN - 2 * DAY, (known + 1) * SPAN + 2 * DAY);
    spans.set(known, found);
    return by === 0 ? found : found.map(({ from, offset }) => ({ from: from + by, offset }));
  };
  let last: { readonly span: number; readonly offsets: readonly ClockOffset[] } = {
    span: Number.NaN,
    offsets: [],
  };
  const offsetsNear = (instant: number): readonly ClockOffset[] => {
    const span = isFixed ? 0 : spanOf(instant);
    if (span !== last.span) last = { span, offsets: find(span) };
    return last.offsets;
  };
  const indexAt = (offsets: readonly ClockOffset[], instant: number): number => {
    let at = offsets.length - 1;
    while (at > 0 && (offsets[at]?.from ?? 0) > instant) at -= 1;
    return at;
  };
  const instantsOf = (local: number): readonly number[] => {
    const offsets = offsetsNear(local);
    const from = indexAt(offsets, local - FURTHEST);
    const found: number[] = [];
    for (let i = from; i < offsets.length; i += 1) {
      const one = offsets[i];
      if (one === undefined || (i > from && one.from > local + FURTHEST)) break;
      const at = local - one.offset;
      const begins = i === 0 || at >= one.from;
      if (begins && at < (offsets[i + 1]?.from ?? Number.POSITIVE_INFINITY)) found.push(at);
    }
    return found;
  };
  return {
    offsets: (from, to) => {
      const first = offsetsNear(from);
      const found: ClockOffset[] = [{ from, offset: first[indexAt(first, from)]?.offset ?? 0 }];
      if (isFixed) return found;
      for (let span = spanOf(from); span <= spanOf(to); span += 1)
        for (const one of find(span))
          if (spanOf(one.from) === span && one.from > from && one.from <= to) found.push(one);
      return found;
    },
    toLocal: (instant) => {
      const offsets = offsetsNear(instant);
      return instant + (offsets[indexAt(offsets, instant)]?.offset ?? 0);
    },
    instantsOf,
    shifted: (local) => (instantsOf(local - DAY)[0] ?? local - DAY) + DAY,
  };
};

/** There are some 600 zones, and as many fixed offsets as somebody writes. */
const MOST = 1_000;
const clocks = new Map<string, Clock>();

/** The clocks of a zone, made once. */
export const clockOf = (zone: string): Clock => {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const [oldest] = clocks.keys();
  if (clocks.size >= MOST && oldest !== undefined) clocks.delete(oldest);
  const made = createClock(zone);
  clocks.set(zone, made);
  return made;
};
