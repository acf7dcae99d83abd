import { z } from 'zod';

/** What split bounds and scaler are fitted to. */
export const Fit = z.object({
  /** Names all that they follow from. */
  id: z.string(),
  /** Names what of a spec they are for. */
  key: z.string(),
  /** Newest reading, UTC. */
  to: z.iso.datetime(),
});
export type Fit = z.infer<typeof Fit>;
