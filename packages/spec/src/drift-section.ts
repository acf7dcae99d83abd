import { z } from 'zod';

/** From when on a column of later rows counts as drifted from the training span. */
export const Drift = z.strictObject({
  psi: z.number().positive().default(0.2).describe('A population stability index of so much, or more'),
  ks: z.number().gt(0).lte(1).default(0.2).describe('A Kolmogorov–Smirnov distance of so much, or more'),
});
