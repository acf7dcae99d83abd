const DAY_MS = 86_400_000;

/** Instants (epoch ms) in words of one time zone. */
export interface ZonedClock {
  /** "2 Mar 2026, 13:00". */
  instant(at: number): string;
  /** What stands at a tick of an axis that shows `spanMs`: ticks fall on round times of UTC. */
  tick(at: number, spanMs: number): string;
}

const OFFSET = /^([+-])(\d\d):?(\d\d)$/;

/** +01:30 → ms; a name of a zone has none. Not every browser takes an offset for a zone. */
const offsetMs = (zone: string): number => {
  const [, sign, hours, minutes] = OFFSET.exec(zone) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
};

const formatter = (timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  try {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone, hourCycle: 'h23' });
  } catch {
    // A browser with an older table of zones than the server's.
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC', hourCycle: 'h23' });
  }
};

export const zonedClock = (name: string): ZonedClock => {
  const shift = offsetMs(name);
  const zone = OFFSET.test(name) ? 'UTC' : name;
  const instant = formatter(zone, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
  const clock = formatter(zone, { hour: '2-digit', minute: '2-digit' });
  const localDay = formatter(zone, { day: 'numeric', month: 'short' });
  const utcDay = formatter('UTC', { day: 'numeric', month: 'short' });
  const utcMonth = formatter('UTC', { month: 'short' });
  return {
    instant: (at) => instant.format(at + shift),
    tick: (at, spanMs) => {
      if (at % DAY_MS !== 0 || spanMs <= 4 * DAY_MS) {
        const time = clock.format(at + shift);
        if (time === '00:00') return localDay.format(at + shift);
        return at % DAY_MS === 0 ? `${localDay.format(at + shift)}\n${time}` : time;
      }
      const date = new Date(at);
      if (date.getUTCDate() !== 1) return utcDay.format(at);
      return date.getUTCMonth() === 0 ? String(date.getUTCFullYear()) : utcMonth.format(at);
    },
  };
};
