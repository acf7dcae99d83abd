import { z } from 'zod';
import { Instant } from './names.ts';

/** `known.json` of training sets of which each row is as it was known at the time. */
export const KnownSetsDocument = z.object({
  format: z.literal(1),
  dataset: z.string(),
  version: z.string(),
  /** How long after its interval each row was known. */
  knownAfter: z.string(),
  /** Rows that were known by their time, and all that the version has. */
  rows: z.object({ known: z.int(), all: z.int() }),
  training: z.object({ train: z.int(), validation: z.int(), test: z.int() }),
  split: z.looseObject({}),
  /** Columns that the version's training sets have and these have not: means of what is predicted. */
  encodingsLeftOut: z.array(z.string()).readonly().exactOptional(),
  /** The versions of the time, and when the dataset had each. */
  versions: z.array(z.object({ version: z.string(), at: Instant })).readonly(),
});
export type KnownSetsDocument = z.infer<typeof KnownSetsDocument>;
