import { z } from 'zod';

/** What one process of a run took, and its steps. */
export const Recorded = z.object({
  /** The script that it ran. */
  process: z.string(),
  cpuMs: z.number(),
  wallMs: z.number(),
  steps: z.array(
    z.object({
      /** Names of the steps within each other: `read › parse`. */
      path: z.string(),
      cpuMs: z.number(),
      /** Time in which it was under way without a step of its own. */
      wallMs: z.number(),
    }),
  ),
});
export type Recorded = z.infer<typeof Recorded>;
