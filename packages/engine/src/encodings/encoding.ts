import { z } from 'zod';

const Instant = z.iso.datetime();

/** How a column of training sets is called, of what it is made, and how. */
const EncodedBy = z.object({
  name: z.string().min(1),
  /** count: how many training rows have the word; target: the mean of a label. */
  by: z.enum(['count', 'target']),
  /** As the spec names what has the words. */
  of: z.string().min(1),
  /** The columns of feature rows that say the word: the one whose value it is, or 0/1 columns, of which it is the one that is 1. */
  columns: z.array(z.string().min(1)).min(1),
  /** Of rows of a horizon: of which of their two rows these are, as `horizons.columns` has it. */
  row: z.enum(['label', 'origin']).exactOptional(),
  /** Of which label the means are. */
  target: z.string().min(1).exactOptional(),
  /** How many rows the mean of all words counts for. */
  smoothing: z.number().nonnegative().exactOptional(),
});

/**
 * A column of training sets that has a number for each word, fitted to the training span: in a preprocessor.
 *
 * Numbers are steps in time: of a row counts the last of which `from` is not after its `event_timestamp`, or else the
 * first. The last is fitted to all of the training span.
 */
export const Encoding = EncodedBy.extend({
  from: z.array(Instant).min(1),
  /** What words have that are not listed, by step; null: nothing was known. */
  unseen: z.array(z.number().nullable()),
  /** By word, in the order of their letters: a text, or the place of the 0/1 column that is 1, or a whole number. */
  words: z.array(z.tuple([z.string(), z.array(z.number().nullable())])),
  /** As other features are: `(x − offset) · (1 / scale) + base`, in that order where bits matter. */
  scaling: z.object({ offset: z.number(), scale: z.number(), base: z.number() }).exactOptional(),
});
export type Encoding = z.infer<typeof Encoding>;

/** The same, in a manifest. */
export const EncodedColumn = EncodedBy.extend({
  kind: z.string().min(1),
  dtype: z.literal('Float64'),
  unit: z.string().exactOptional(),
  /** In words. */
  from: z.string(),
  role: z.literal('feature'),
  /** How many words were found in the training span. */
  words: z.int().nonnegative(),
  /** What other words have in validation, test and served rows, unscaled; null: nothing is known. */
  unseen: z.number().nullable(),
  /** Where parts of the training span begin, of which each has means of what was known before. */
  blocks: z.array(Instant).exactOptional(),
});
export type EncodedColumn = z.infer<typeof EncodedColumn>;
