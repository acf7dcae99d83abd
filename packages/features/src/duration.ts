import { z } from 'zod';

/** A twelfth of the mean year of the calendar. */
const MONTH = 2_629_746_000;
const unitMs = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  mo: MONTH,
  q: 3 * MONTH,
  y: 12 * MONTH,
} as const;
type Unit = keyof typeof unitMs;
const unitMonths: Partial<Record<Unit, number>> = { mo: 1, q: 3, y: 12 };

const maxMs = 36_500 * unitMs.d;

const partsOf = (duration: string): { count: number; unit: Unit } => {
  const count = Number.parseInt(duration, 10);
  return { count, unit: duration.slice(String(count).length) as Unit };
};

/** A whole number and a unit: `100ms`, `30s`, `15m`, `1h`, `7d`; of the calendar: `1mo`, `1q`, `1y`. */
export const Duration = z
  .string()
  .regex(
    /^[1-9]\d{0,9}(?:ms|s|mo|m|h|d|q|y)$/,
    'must be a whole number and a unit, one of ms, s, m, h, d, mo (months), q, y: for example 15m, 1h, 7d, 1mo',
  )
  .refine((text) => durationMs(text) <= maxMs, 'must not be longer than 36500d')
  .describe('A whole number and a unit: 100ms, 30s, 15m, 1h, 7d, or of the calendar 1mo, 1q, 1y');
export type Duration = z.infer<typeof Duration>;

/** Each of them makes a column of every column that it applies to. */
export const Durations = z.array(Duration).max(500);

/** Milliseconds of elapsed time; a day is 24 hours, and a month of the calendar as long as months are on average. */
export const durationMs = (duration: string): number => {
  const { count, unit } = partsOf(duration);
  return count * unitMs[unit];
};

/** So many months of the calendar; undefined for a fixed length of time. */
export const calendarMonths = (duration: string): number | undefined => {
  const { count, unit } = partsOf(duration);
  const months = unitMonths[unit];
  return months === undefined ? undefined : count * months;
};

/** A duration some times over. */
export const timesDuration = (duration: Duration, times: number): Duration => {
  const { count, unit } = partsOf(duration);
  return `${count * times}${unit}`;
};

/** How many intervals a duration has; NaN where one of the two is of the calendar, and the other of fixed length. */
export const intervalsIn = (duration: string, interval: string): number => {
  const [months, each] = [calendarMonths(duration), calendarMonths(interval)];
  if (months === undefined && each === undefined) return durationMs(duration) / durationMs(interval);
  return months === undefined || each === undefined ? Number.NaN : months / each;
};
