import { z } from 'zod';

/**
 * Of which interval's row a column is: of the label's, what is known beforehand; of the origin's, the last that was over
 * when the forecast was made, all else.
 */
export const ColumnAhead = z.object({ name: z.string().min(1), of: z.enum(['label', 'origin']) });
export type ColumnAhead = z.infer<typeof ColumnAhead>;

/** A column that is predicted. */
export const Label = z.object({
  name: z.string().min(1),
  /** The column of the feature rows that it is made of. */
  column: z.string().min(1),
  as: z.enum(['value', 'difference', 'seasonal-difference', 'log1p', 'box-cox']),
  /** Of a seasonal difference: how many intervals before the label's that is which it is less. */
  seasonSteps: z.int().positive().exactOptional(),
  /** Of box-cox: what is fitted to the training rows of its horizon. */
  lambda: z.number().exactOptional(),
});
export type Label = z.infer<typeof Label>;
