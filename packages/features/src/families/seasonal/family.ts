import { requireAggregated, requireUnique, requireWholeInterval } from '../../columns-option.ts';
import { defineFamily } from '../../definition.ts';
import { type Duration, durationMs, timesDuration } from '../../duration.ts';
import { isFixed, stepsFrom } from '../../going-back.ts';
import { applySeasonal } from './apply.ts';
import { seasonsOf } from './columns.ts';
import { onlineSeasonal } from './online.ts';
import { Seasonal } from './options.ts';

const DAY = 86_400_000;

/** In words. */
const whens = (every: Duration, last: number): string =>
  last === 1 ? every : `${every} to ${last} times ${every}`;

export const seasonal = defineFamily({
  key: 'seasonal',
  summary:
    'Statistics of aggregated values in the same interval of the last seasons, as the same hour of the last days: null where none of them has a value; std is the sample’s',
  grain: 'series',
  options: Seasonal.optional().describe('The same interval of the last days or weeks'),
  example: { seasons: [{ every: '7d', last: 4 }], statistics: ['mean', 'min', 'max', 'std', 'median'] },
  availability: 'past',
  scaled: true,
  // Wall clocks may go a day further.
  lookback: ({ seasons, clock }) =>
    Math.max(...seasons.map(({ every, last }) => durationMs(every) * last)) + (clock === 'wall' ? DAY : 0),
  wallClock: ({ seasons, clock }) =>
    seasons.flatMap(({ every, last }) =>
      clock === 'wall' && isFixed(every)
        ? Array.from({ length: last }, (_, i) => timesDuration(every, i + 1))
        : [],
    ),
  columns: (options, context) =>
    seasonsOf(options, context).flatMap(({ of, every, last, results }) =>
      results.map(({ name, statistic }) => ({
        name,
        kind: 'seasonal',
        dtype: statistic === 'min' || statistic === 'max' ? of.dtype : 'Float64',
        sources: [of.source],
        unit: of.unit,
        description: `${statistic} of ${of.name} ${whens(every, last)} before${options.clock === 'wall' && isFixed(every) ? ' by the local clock' : ''}`,
        ...(isFixed(every) &&
          options.clock === 'elapsed' && {
            looksAt: {
              fromMs: durationMs(every) * last,
              untilMs: durationMs(every) - durationMs(context.interval),
            },
          }),
      })),
    ),
  check: ({ seasons, statistics, columns }, context, addIssue) => {
    for (const [i, { every }] of seasons.entries())
      requireWholeInterval(['seasons', i, 'every'], every, context, addIssue);
    requireUnique(
      ['seasons'],
      seasons.map(({ every, last }) => `${last} times ${every}`),
      addIssue,
    );
    requireUnique(['statistics'], statistics, addIssue);
    requireAggregated(['columns'], columns, context, addIssue);
  },
  rowsBack: (options, context) => {
    const columns = seasonsOf(options, context).flatMap(({ backs, results }) => results.map(() => backs));
    return (series, row) =>
      columns.map((backs) => {
        // Of a time that clocks skipped there is nothing to know.
        const steps = backs.flatMap((back) => stepsFrom(back, series, row) ?? []);
        return { from: Math.max(0, ...steps), until: steps.length === 0 ? 0 : Math.min(...steps) };
      });
  },
  apply: (options, context) => applySeasonal(seasonsOf(options, context)),
  online: (options, context) => onlineSeasonal(seasonsOf(options, context)),
});
