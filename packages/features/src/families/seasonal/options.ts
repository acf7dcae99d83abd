import { z } from 'zod';
import { Columns } from '../../columns.ts';
import { Duration } from '../../duration.ts';

export const SeasonalStatistic = z.enum(['mean', 'min', 'max', 'std', 'median']);
export type SeasonalStatistic = z.infer<typeof SeasonalStatistic>;

/** Each is a column on the way, and costs what a lag does. */
const MOST = 100;

export const Seasonal = z.strictObject({
  seasons: z
    .array(
      z.strictObject({
        every: Duration,
        last: z.int().min(1).max(MOST),
      }),
    )
    .min(1)
    .describe(
      `How long a season is, and of how many the same interval is taken, ${MOST} at most: every 1d the same hour of the last days, every 7d that of the last weeks`,
    ),
  statistics: z
    .array(SeasonalStatistic)
    .min(1)
    .default(['mean', 'min', 'max', 'std'])
    .describe('mean, min, max, std (of the sample), median'),
  clock: z
    .enum(['wall', 'elapsed'])
    .default('wall')
    .describe(
      'wall: the same local time; elapsed: so many hours before, which is another when clocks change',
    ),
  columns: Columns,
});
export type Seasonal = z.output<typeof Seasonal>;
