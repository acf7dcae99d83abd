import { z } from 'zod';
import { Columns } from '../../columns.ts';
import { Durations } from '../../duration.ts';

export const RollingStatistic = z.enum(['mean', 'min', 'max', 'std', 'sum', 'count', 'slope']);
export type RollingStatistic = z.infer<typeof RollingStatistic>;

export const Rolling = z.strictObject({
  windows: Durations.default([]),
  statistics: z
    .array(z.enum([...RollingStatistic.options, 'median']))
    .default(['mean', 'min', 'max', 'std'])
    .describe(
      'mean, min, max, std (of the sample), sum, count (of intervals that have a value), median, slope (by least squares, per hour)',
    ),
  quantiles: z
    .array(z.number().min(0).max(1))
    .min(1)
    .optional()
    .describe(
      'Quantiles, each from 0 to 1: 0.9 is what nine in ten of the values are at most; between two values by a straight line, as numpy’s and pandas’ `linear`',
    ),
  lags: Durations.min(1)
    .optional()
    .describe(
      'Beside the windows that end with the interval before the row: as many that end with the interval so long before',
    ),
  columns: Columns.describe('Aggregated columns; a window ends before the row it belongs to'),
});
export type Rolling = z.output<typeof Rolling>;
