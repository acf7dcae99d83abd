const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, format);
  return format;
};

/** What local clocks show at an instant, in ms since 1970 of a clock that never changes. */
const localClock = (zone: string, instant: number): number => {
  const parts = formatOf(zone).formatToParts(instant);
  const part = (type: string) => Number(parts.find((some) => some.type === type)?.value);
  const day = Date.UTC(part('year'), part('month') - 1, part('day'));
  return day + part('hour') * 3_600_000 + part('minute') * 60_000 + part('second') * 1000;
};

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
    Math.floor((localClock(zone, instant) - monday) / interval) * interval + monday;
  const begin = Math.floor((from - interval - 2 * 86_400_000) / walk) * walk;
  const starts: { start: number; local: number }[] = [];
  let current = nominal(begin);
  for (let instant = begin + walk; starts.length < 2 || (starts.at(-1)?.start ?? 0) <= to; instant += walk) {
    const now = nominal(instant);
    const back = localClock(zone, instant - walk) + walk - localClock(zone, instant);
    if (now > current || back >= interval) {
      starts.push({ start: instant, local: now });
      current = now;
    }
  }
  return starts
    .map((some, i) => ({ ...some, end: starts[i + 1]?.start ?? Infinity }))
    .filter(({ start, end }) => end > from && start <= to);
};
