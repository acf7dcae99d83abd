import { z } from 'zod';
import type { TrainingSet } from './write-training-sets.ts';

/** Rows of a training set, and the first and last `event_timestamp`; an empty set has none. */
export const SetRows = z.object({
  rows: z.int().nonnegative(),
  from: z.iso.datetime().exactOptional(),
  to: z.iso.datetime().exactOptional(),
});

/** As a manifest has them. */
export const setRows = ({ path: _, ...set }: TrainingSet): z.infer<typeof SetRows> => set;

/** A file of training rows on this machine, and its path in the feature set: `training/fold=1/test.parquet`. */
export interface SetFile {
  readonly path: string;
  readonly file: string;
  readonly rows: number;
}
