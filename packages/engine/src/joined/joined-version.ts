import { z } from 'zod';

/** A sealed version of another dataset, of which a spec's join takes columns. */
export const JoinedVersion = z.object({
  /** The join's name in the spec. */
  join: z.string(),
  dataset: z.string(),
  version: z.string(),
  /** A hash over the rows that are taken: the same rows of another version make the same version of this dataset. */
  content: z.string(),
  /** Whether that dataset has one series without a name, which belongs to all. */
  isOne: z.boolean(),
});
export type JoinedVersion = z.infer<typeof JoinedVersion>;
