import { fixedOffsetMs } from './fixed-offset.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** From an instant on, local clocks are `offset` ms ahead of UTC. */
export interface ClockOffset {
  readonly from: number;
  readonly offset: number;
}

const clockOf = (zone: string): ((instant: number) => number) => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (instant) => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]));
    const part = (name: Intl.DateTimeFormatPartTypes): number => Number(parts.get(name) ?? 0);
    const year = parts.get('era') === 'BC' ? 1 - part('year') : part('year');
    const local = new Date(0);
    local.setUTCFullYear(year, part('month') - 1, part('day'));
    local.setUTCHours(part('hour'), part('minute'), part('second'));
    return local.getTime() - Math.floor(instant / 1000) * 1000;
  };
};

/** The first minute after `before`, `at` at the latest, from which on the offset is that of `at`. */
const changeIn = (offset: (instant: number) => number, before: number, at: number): number => {
  const now = offset(at);
  let [low, high] = [before, at];
  while (high - low > MINUTE) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
    if (offset(middle) === now) high = middle;
    else low = middle;
  }
  return high;
};

/**
 * A zone's offsets in a span of instants (ms since 1970), in order, exact to the minute; the first holds from the
 * span's start on. By the zone data of the runtime. Two changes within one hour count as one.
 */
export const clockOffsets = (zone: string, from: number, to: number): ClockOffset[] => {
  const fixed = fixedOffsetMs(zone);
  if (fixed !== undefined) return [{ from, offset: fixed }];
  const offset = clockOf(zone);
  const first = Math.floor(from / DAY) * DAY;
  const found: ClockOffset[] = [{ from: first, offset: offset(first) }];
  let before = found[0]?.offset;
  for (let day = first + DAY; day - DAY <= to; day += DAY) {
    if (offset(day) === before) continue;
    for (let hour = day - DAY + HOUR; hour <= day; hour += HOUR) {
      const now = offset(hour);
      if (now === before) continue;
      found.push({ from: changeIn(offset, hour - HOUR, hour), offset: now });
      before = now;
    }
  }
  return found.filter(({ from: at }, i) => i === 0 || at <= to);
};
