import { z } from 'zod';

/**
 * Consecutive periods of a bucket, of which features are made without those of its other periods.
 *
 * Invariant: features of these periods depend on no reading, and on no row of the grid, outside of `from` to `until`, but
 * for amounts, which reach over `reachMs`.
 */
export const Stretch = z.object({
  bucket: z.int().nonnegative(),
  /** The part that makes it; absent where all of its bucket are made by the part that has them. */
  part: z.int().nonnegative().optional(),
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

/**
 * Stretches of a version's buckets, as ingest hands them on. A release that does not know that the stretches of a bucket may
 * be of several parts cannot read those that are.
 */
export type Stretches = readonly Stretch[] | { readonly parted: readonly Stretch[] };

export const ReadStretches = z
  .union([z.array(Stretch), z.object({ parted: z.array(Stretch.required({ part: true })) })])
  .default([])
  .transform((read): readonly Stretch[] => ('parted' in read ? read.parted : read));
