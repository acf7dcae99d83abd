import { z } from 'zod';

const count = z.int().nonnegative();

/**
 * What the readings of one bucket in one period show of their dataset: with it, a further upload need not read them.
 * When each of their entities has readings is kept apart: entities are many.
 */
export const PieceFacts = z.object({
  rows: count,
  /**
   * Times between readings of one entity in the piece: ms, how often, how often on end, how often a fourth on end. null
   * where there are too many to list.
   */
  steps: z
    .array(z.tuple([z.int(), count, count, count]))
    .readonly()
    .nullable(),
  /** When each value column that has gaps has its first reading, ms; null where it has none. */
  firstReadings: z.record(z.string(), z.number().nullable()),
  /** Readings by the number of their month since 1970. */
  months: z.array(z.tuple([z.int(), count])).readonly(),
});
export type PieceFacts = z.infer<typeof PieceFacts>;
