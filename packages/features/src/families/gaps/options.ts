import { z } from 'zod';
import { Columns } from '../../columns.ts';
import { Duration } from '../../duration.ts';

const columns = Columns.describe('Aggregated columns that are filled; counts are never missing');

const Forward = z.strictObject({
  fill: z.literal('forward').describe('The last value before'),
  limit: Duration.describe('How long ago that may be: a gap stays open where it is longer ago'),
  columns,
});

const Seasonal = z.strictObject({
  fill: z
    .literal('seasonal')
    .describe('The value a period before, or as many periods as it takes to find one'),
  period: Duration.describe('1d: the same hour of the days before, by elapsed time'),
  limit: Duration.optional().describe('How long ago that may be (default: one period)'),
  columns,
});

const Linear = z.strictObject({
  fill: z
    .literal('linear')
    .describe(
      'On along the straight line through the last two values before; of one value alone, that value',
    ),
  limit: Duration.describe('How long ago both may be'),
  columns,
});

const Gap = z.discriminatedUnion('fill', [Forward, Seasonal, Linear]);
export type Gap = z.output<typeof Gap>;

/** How values that are missing are made of those before; several, each for its columns. */
export const Gaps = z
  .union([Gap, z.array(Gap).min(1).max(100)])
  .optional()
  .describe(
    'What intervals without a value have instead, made of earlier values alone: {fill: forward, limit: 3h}, {fill: seasonal, period: 1d, limit: 7d}, {fill: linear, limit: 3h}, each with columns (default: all), or a list of such; never labels',
  );
export type Gaps = Exclude<z.output<typeof Gaps>, undefined>;

/** Each with its place in the spec, if they are several. */
export const gapList = (gaps: Gaps): (readonly [path: readonly number[], gap: Gap])[] =>
  Array.isArray(gaps) ? gaps.map((gap, i) => [[i], gap] as const) : [[[], gaps] as const];
