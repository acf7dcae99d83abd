import { z } from 'zod';

/** Why a column tells a model nothing: by itself, or beside an earlier one. */
export const Redundancy = z.discriminatedUnion('is', [
  z.object({ is: z.literal('constant') }),
  z.object({ is: z.literal('same as'), column: z.string() }),
  /** `plus + times · column`, in every row. */
  z.object({
    is: z.literal('determined by'),
    column: z.string(),
    times: z.number(),
    plus: z.number(),
  }),
]);
export type Redundancy = z.infer<typeof Redundancy>;

/** Redundant columns by their names. */
export type Redundancies = ReadonlyMap<string, Redundancy>;
