import { fixedOffsetMs } from './fixed-offset.ts';

const DAY_MS = 86_400_000;

/** Instants (epoch ms) as people of one time zone read them. For browsers too: Intl alone, and no arithmetic. */
export interface ZoneLabels {
  /** "2 Mar 2026, 13:00". */
  instant(at: number): string;
  /** The label of a tick of an axis that shows `spanMs`: ticks fall on round times of UTC. */
  tick(at: number, spanMs: number): string;
}

const formatter = (timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  try {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone, hourCycle: 'h23' });
  } catch {
    // A browser with an older table of zones than the server's.
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC', hourCycle: 'h23' });
  }
};

export const zoneLabels = (name: string): ZoneLabels => {
  // Not every browser takes an offset for a zone.
  const fixed = fixedOffsetMs(name);
  const [zone, shift] = fixed === undefined ? [name, 0] : ['UTC', fixed];
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
