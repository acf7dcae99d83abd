import { z } from 'zod';

/** How far the columns of later rows are from those of a training span. */
export const Drift = z
  .object({
    /** The version whose training span it is: the one that was pinned last when the run was ingested, else the run's own. */
    against: z.string(),
    isPinned: z.boolean(),
    /** The span ends before it, UTC; rows from then on are compared with it. */
    from: z.iso.datetime(),
    thresholds: z.object({ psi: z.number(), ks: z.number() }),
    /** Columns that are compared, and those of which a measure reaches its threshold. */
    compared: z.int().nonnegative(),
    drifted: z.int().nonnegative(),
    /** The worst first, a hundred at most. */
    columns: z.array(
      z.object({
        name: z.string(),
        /** Population stability index. */
        psi: z.number(),
        /** Kolmogorov–Smirnov distance, at the edges of the bins. */
        ks: z.number().min(0).max(1),
        isDrifted: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Drift' });
export type Drift = z.infer<typeof Drift>;
