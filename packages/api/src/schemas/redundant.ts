import { z } from 'zod';

/** Features that tell a model nothing in the training span. */
export const RedundantColumns = z
  .object({
    count: z.int().nonnegative(),
    /** Whether training sets are without them: the spec has `select: drop-redundant`. */
    isDropped: z.boolean(),
    /** A hundred at most. */
    columns: z.array(
      z.object({
        name: z.string(),
        is: z.enum(['constant', 'same as', 'determined by']),
        /** The earlier one that it repeats. */
        column: z.string().optional(),
        /** Where it is determined by that one: `plus + times · column`. */
        times: z.number().optional(),
        plus: z.number().optional(),
      }),
    ),
  })
  .meta({ id: 'RedundantColumns' });
export type RedundantColumns = z.infer<typeof RedundantColumns>;
