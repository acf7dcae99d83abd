import { z } from 'zod';

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type Unit = keyof typeof unitMs;

/** A whole number and a unit: `30s`, `15m`, `1h`, `7d`. */
export const Duration = z
  .string()
  .regex(/^[1-9]\d*[smhd]$/, 'must be a whole number and a unit, one of s, m, h, d: for example 15m, 1h, 7d')
  .describe('A whole number and a unit: 30s, 15m, 1h, 7d');
export type Duration = z.infer<typeof Duration>;

/** Milliseconds of elapsed time; a day is 24 hours. */
export const durationMs = (duration: Duration): number => {
  const unit = duration.at(-1) as Unit;
  return Number(duration.slice(0, -1)) * unitMs[unit];
};
