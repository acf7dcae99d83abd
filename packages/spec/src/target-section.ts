import { Column, Duration } from '@wattline/features';
import { z } from 'zod';

/** Labels of intervals to come. */
const Ahead = z.strictObject({
  columns: z.array(Column).min(1).describe('Aggregated columns to predict'),
  horizons: z
    .array(Duration)
    .min(1)
    .max(100)
    .describe(
      'How far ahead: each makes training sets of its own, of which a row holds what is known so long before its label; one interval is the next interval',
    ),
  as: z
    .enum(['value', 'difference', 'seasonal-difference', 'log1p', 'box-cox'])
    .default('value')
    .describe(
      'What the label is: the value (default); how much it is more than in the last interval that was over (difference), or than a season before (seasonal-difference, with period); ln(1 + value) (log1p); or a power of it that is fitted to the training span (box-cox)',
    ),
  period: Duration.optional().describe(
    'How long a season is, of a seasonal-difference: 24h, 7d; where the forecast is made longer before, the last whole number of seasons that is known counts',
  ),
  gap: Duration.optional().describe(
    'How much time is left out between one training set and the next (default: none)',
  ),
});

/** What is to be predicted: of the row’s own interval, or of intervals to come. */
export const Target = z.union([z.array(Column), Ahead]);
export type Target = z.infer<typeof Target>;

/** The aggregated columns that are predicted, as the spec names them. */
export const targetColumns = ({ target }: { readonly target: Target }): readonly string[] =>
  'columns' in target ? target.columns : target;

/** What a spec says of horizons, if it does. */
export const horizonsOf = ({ target }: { readonly target: Target }): z.output<typeof Ahead> | undefined =>
  'columns' in target ? target : undefined;
