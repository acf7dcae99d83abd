import { z } from 'zod';
import { Instant } from './names.ts';

/** What a fold of a back-test is trained on and tested with. */
export const FoldRows = z.object({
  /** Absent where labels are of the row's own interval. */
  horizon: z.string().optional(),
  /** From 1, in the order of time. */
  fold: z.int(),
  /** It is trained on labels of intervals before. */
  trainUntil: Instant,
  testFrom: Instant,
  testUntil: Instant,
  train: z.int(),
  test: z.int(),
});
