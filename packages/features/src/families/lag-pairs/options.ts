import { z } from 'zod';
import { Columns } from '../../columns.ts';
import { Duration } from '../../duration.ts';

/** One of the two numbers: a value so long before, or the mean of the time before. */
const Side = z.union([Duration, z.strictObject({ mean: Duration })]);
export type Side = z.infer<typeof Side>;

const Combination = z.enum(['difference', 'ratio']);

export const LagPairs = z.strictObject({
  pairs: z
    .array(z.tuple([Side, Side]))
    .min(1)
    .max(500)
    .describe(
      'Two numbers each: 24h is the value 24h before, `mean: 7d` the mean of the 7d before the interval',
    ),
  as: z
    .array(Combination)
    .min(1)
    .default(['difference'])
    .describe('difference: the first less the second; ratio: the first by the second, null where that is 0'),
  clock: z
    .enum(['elapsed', 'wall'])
    .default('elapsed')
    .describe('Of values: elapsed: hours that passed; wall: the same local time'),
  columns: Columns,
});
export type LagPairs = z.output<typeof LagPairs>;
