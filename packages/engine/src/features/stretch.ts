import { z } from 'zod';

/**
 * Consecutive periods of a bucket, of which features are made without those of its other periods.
 *
 * Invariant: features of these periods depend on no reading, and on no row of the grid, outside of `from` to `until`, but
 * for amounts, which reach over `reachMs`.
 */
export const Stretch = z.object({
  bucket: z.int().nonnegative(),
  /** Those that are made, in their order. */
  periods: z.array(z.string()).min(1),
  /** Those that have readings for them. */
  readings: z.array(z.string()).min(1),
  /** What is worked on: from `from` on, before `until`, ms since 1970. Begins with the history of the first period. */
  from: z.number(),
  until: z.number(),
  /** How far amounts of readings outside reach in, and of those inside reach out, ms. */
  reachMs: z.number().nonnegative(),
});
export type Stretch = z.infer<typeof Stretch>;
