import { z } from 'zod';

/** One column of a feature file, as the column contract has it. */
export const FeatureColumn = z.object({
  name: z.string().min(1),
  /** What the column is: a value, a lag, a calendar field, … */
  kind: z.string().min(1),
  dtype: z.string().min(1),
  /** The column of the readings that it was made of. */
  source: z.string().optional(),
  /** Which feature made it. */
  from: z.string(),
  role: z.enum(['time', 'entity', 'feature', 'target', 'withheld']),
});
export type FeatureColumn = z.infer<typeof FeatureColumn>;
