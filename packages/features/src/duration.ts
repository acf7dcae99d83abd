import { z } from 'zod';

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type Unit = keyof typeof unitMs;

const maxMs = 36_500 * unitMs.d;

/** A whole number and a unit: `30s`, `15m`, `1h`, `7d`. */
export const Duration = z
  .string()
  .regex(
    /^[1-9]\d{0,9}[smhd]$/,
    'must be a whole number and a unit, one of s, m, h, d: for example 15m, 1h, 7d',
  )
  .refine((text) => durationMs(text) <= maxMs, 'must not be longer than 36500d')
  .describe('A whole number and a unit: 30s, 15m, 1h, 7d');
export type Duration = z.infer<typeof Duration>;

/** Each of them makes a column of every column that it applies to. */
export const Durations = z.array(Duration).max(500);

/** Milliseconds of elapsed time; a day is 24 hours. */
export const durationMs = (duration: string): number => {
  const unit = duration.at(-1) as Unit;
  return Number(duration.slice(0, -1)) * unitMs[unit];
};
