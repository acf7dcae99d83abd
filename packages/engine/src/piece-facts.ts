import { z } from 'zod';

const count = z.int().nonnegative();

const Gap = z.tuple([z.string(), z.number(), z.number(), z.int()]).readonly();

/** A piece's part of the profile, without its sums and its sample, which are in files. */
export const PieceProfile = z.object({
  gaps: z.object({
    /** Entity, the instants before and after, ms, and how many readings are missing. */
    longest: z.array(Gap).readonly(),
    /** Entity, gaps, missing readings, and those of the longest gap. */
    entities: z.array(z.tuple([z.string(), count, z.int(), z.int()]).readonly()).readonly(),
  }),
  /** How many readings its sample has. */
  taken: count,
  /** Of each category column: its values, and how often each occurs. */
  words: z.array(z.array(z.tuple([z.string().nullable(), count]).readonly()).readonly()).readonly(),
});
export type PieceProfile = z.infer<typeof PieceProfile>;

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
