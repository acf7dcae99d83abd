import { z } from 'zod';

export const PinDraft = z
  .object({
    /** What the version is kept for. */
    name: z.string().min(1).max(200).optional(),
  })
  .meta({ id: 'PinDraft' });

export const PinChange = z
  .object({
    dataset: z.string(),
    version: z.string(),
    /** Whether it was otherwise before. */
    changed: z.boolean(),
  })
  .meta({ id: 'PinChange' });
export type PinChange = z.infer<typeof PinChange>;
