import { calendarMonths, durationMs } from '@wattline/spec';
import { toLocalMs } from '@wattline/time-zones';

export interface ReferenceInterval {
  readonly start: number;
  readonly end: number;
  /** What local clocks show as it begins, were no time skipped. */
  readonly local: number;
}

const MINUTE = 60_000;
const MONDAY = Date.UTC(2016, 11, 26);

/** What clocks showed as the interval of a local time began: months of the calendar, or a fixed time from a Monday on. */
const beginOf =
  (interval: string) =>
  (local: number): number => {
    const months = calendarMonths(interval);
    const ms = durationMs(interval);
    if (months === undefined) return Math.floor((local - MONDAY) / ms) * ms + MONDAY;
    const at = new Date(local);
    return Date.UTC(at.getUTCFullYear(), Math.floor(at.getUTCMonth() / months) * months, 1);
  };

/** How many intervals a duration has: both are of the calendar, or both of a fixed length. */
export const intervalsIn = (duration: string, interval: string): number =>
  (calendarMonths(duration) ?? durationMs(duration)) / (calendarMonths(interval) ?? durationMs(interval));

/** So many months earlier by the calendar, or so long. */
export const localBefore = (local: number, by: string): number => {
  const months = calendarMonths(by);
  if (months === undefined) return local - durationMs(by);
  const at = new Date(local);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - months, at.getUTCDate());
};

/** Walks through time in small steps and notes where local clocks come to another interval. */
export const referenceIntervals = (
  zone: string,
  interval: string,
  from: number,
  to: number,
): ReferenceInterval[] => {
  const ms = durationMs(interval);
  const isCalendar = calendarMonths(interval) !== undefined;
  // Months are long, and clocks change by quarters of an hour.
  const walk = (isCalendar ? 15 : 5) * MINUTE;
  const begin = Math.floor((from - ms * (isCalendar ? 1.1 : 1) - 2 * 86_400_000) / walk) * walk;
  const nominal = beginOf(interval);
  const starts: { start: number; local: number }[] = [];
  let before = toLocalMs(zone, begin);
  let current = nominal(before);
  for (let instant = begin + walk; starts.length < 2 || (starts.at(-1)?.start ?? 0) <= to; instant += walk) {
    const shown = toLocalMs(zone, instant);
    const now = nominal(shown);
    if (now > current || before + walk - shown >= ms) {
      starts.push({ start: instant, local: now });
      current = now;
    }
    before = shown;
  }
  return starts
    .map((some, i) => ({ ...some, end: starts[i + 1]?.start ?? Infinity }))
    .filter(({ start, end }) => end > from && start <= to);
};
