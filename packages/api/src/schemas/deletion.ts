import { z } from 'zod';
import { Instant } from './names.ts';

const Word = z.string().min(1).max(1_000).optional();

/** What to delete of a dataset: the readings of an entity, of a span, or an upload as a whole. */
export const DeletionDraft = z
  .object({
    entity: Word,
    /** The first instant, and the one after the last. Without an offset: as the clocks of the dataset's zone show it. */
    from: Word,
    to: Word,
    /** The run of the upload, or of a deletion that is to be taken back. */
    upload: Word,
  })
  .meta({ id: 'DeletionDraft' });

/** What a deletion takes out of the uploads before it. */
export const Deletion = z
  .object({
    entity: z.string().optional(),
    from: Instant.optional(),
    to: Instant.optional(),
    upload: z.string().optional(),
    /** Of an entity that is erased, whose name is gone. */
    erased: z.boolean().optional(),
    /** Readings: of an entity at a time. */
    rows: z.int(),
  })
  .meta({ id: 'Deletion' });
export type Deletion = z.infer<typeof Deletion>;

export const DeletionAccepted = z
  .object({ run: z.string(), dataset: z.string(), key: z.string(), href: z.string() })
  .meta({ id: 'DeletionAccepted' });
export type DeletionAccepted = z.infer<typeof DeletionAccepted>;
