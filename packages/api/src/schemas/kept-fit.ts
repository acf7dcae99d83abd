import { z } from 'zod';

const share = z.number().min(0).max(1);

/** Split bounds and scaler that stay from version to version, and how far the dataset has outgrown them. */
export const KeptFit = z
  .object({
    /** Names all that they follow from. */
    id: z.string(),
    /** The newest reading that they were fitted to, UTC. */
    to: z.iso.datetime(),
    /** Whether this version fitted them. */
    isNew: z.boolean(),
    /** Training files that were written, and those of a version before. */
    files: z.object({ made: z.int().nonnegative(), carried: z.int().nonnegative() }),
    outgrown: z.object({
      /** Rows later than `to`. */
      rows: z.int().nonnegative(),
      /** Share of all scaled values in these that are outside of the fitted range of their column. */
      outside: share,
      /** The worst columns first, five at most. */
      columns: z.array(
        z.object({
          name: z.string(),
          outside: share,
          /** By how many fitted standard deviations the mean of these rows is away; absent where the column was constant. */
          shift: z.number().optional(),
        }),
      ),
    }),
  })
  .meta({ id: 'KeptFit' });
export type KeptFit = z.infer<typeof KeptFit>;
