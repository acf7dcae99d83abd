import { z } from 'zod';

/** An entity that is to be erased, with every trace of it. */
export const ErasureDraft = z
  .object({
    entity: z.string().min(1).max(1_000),
    /** Raw files that cannot be written without it go as a whole. */
    dropFiles: z.boolean().optional(),
  })
  .meta({ id: 'ErasureDraft' });

/** What an erasure would remove. */
export const ErasurePreview = z
  .object({
    dataset: z.string(),
    entity: z.string(),
    /** Readings: of the entity at a time; those that are deleted already too. */
    rows: z.int(),
    /** Versions that go. */
    versions: z.array(
      z.object({
        version: z.string(),
        bytes: z.int(),
        pinned: z.boolean(),
        /** That it is pinned under. */
        name: z.string().optional(),
        /** Sealed before datasets grew: nobody can say what it is made of. */
        isOld: z.boolean(),
      }),
    ),
    /** Raw files: written again without it, or gone as a whole. */
    uploads: z.array(
      z.object({
        run: z.string(),
        key: z.string(),
        bytes: z.int(),
        outcome: z.enum(['rewritten', 'gone', 'refused']),
        /** Why it cannot be written without it. */
        why: z.string().optional(),
      }),
    ),
    /** Datasets that have versions with columns of this one: these keep its values until they go. */
    joinedBy: z.array(z.string()),
  })
  .meta({ id: 'ErasurePreview' });
export type ErasurePreview = z.infer<typeof ErasurePreview>;
