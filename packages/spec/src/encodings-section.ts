import { Column } from '@wattline/features';
import { z } from 'zod';

const Columns = z
  .array(Column)
  .min(1)
  .describe('Whose words: the entity, categories, and columns of the calendar, such as Hour');

/** Words as one number of training sets, fitted to the training span. */
export const Encodings = z.strictObject({
  count: z
    .strictObject({ columns: Columns })
    .optional()
    .describe('How many rows of the training span have the word'),
  target: z
    .strictObject({
      columns: Columns,
      smoothing: z
        .number()
        .gte(0)
        .lte(1e9)
        .default(20)
        .describe('How many rows the mean of all words counts for beside those of the word'),
      blocks: z
        .int()
        .min(2)
        .max(50)
        .default(10)
        .describe(
          'Into how many parts of equal length the training span is cut: rows of each have means of what was known before it, so those of the first have none',
        ),
    })
    .optional()
    .describe('The mean of what is predicted, of the word'),
});
export type Encodings = z.infer<typeof Encodings>;
