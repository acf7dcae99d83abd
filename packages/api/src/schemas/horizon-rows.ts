import { z } from 'zod';

/** How many rows the training sets of a horizon have. */
export const HorizonRows = z.object({
  horizon: z.string(),
  train: z.int(),
  validation: z.int(),
  test: z.int(),
});
