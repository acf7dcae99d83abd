import { requireAggregated, requireUnique, requireWholeInterval } from '../../columns-option.ts';
import { defineFamily } from '../../definition.ts';
import { durationMs } from '../../duration.ts';
import { isFixed, stepsFrom } from '../../going-back.ts';
import type { Series } from '../../online.ts';
import { applyPairs } from './apply.ts';
import { durationOf, pairColumns, type Taken } from './columns.ts';
import { onlinePairs } from './online.ts';
import { LagPairs, type Side } from './options.ts';

const DAY = 86_400_000;

/** In words. */
const words = (side: Taken, column: string): string =>
  'back' in side
    ? `${column} ${side.back.by} before${side.back.wallMs === undefined ? '' : ' by the local clock'}`
    : `the mean of the ${side.label.slice('mean'.length)} before`;

/** How many rows before a row a side begins, and ends. */
const reachOf = (side: Taken, series: Series, row: number): readonly [number, number] => {
  if ('meanOf' in side) return [side.meanOf, 1];
  // Of a time that clocks skipped there is nothing to know.
  const steps = stepsFrom(side.back, series, row) ?? 0;
  return [steps, steps];
};

const lagsOf = (pairs: LagPairs['pairs']): string[] =>
  pairs.flat().flatMap((side: Side) => (typeof side === 'string' ? side : []));

export const lagPairs = defineFamily({
  key: 'lagPairs',
  summary:
    'Differences and ratios of two earlier numbers of one column: values some time before, and means of the time before',
  grain: 'series',
  options: LagPairs.optional().describe('Differences and ratios of lags'),
  example: {
    pairs: [
      ['24h', '168h'],
      ['1h', { mean: '7d' }],
    ],
    as: ['difference', 'ratio'],
  },
  availability: 'past',
  scaled: true,
  // Wall clocks may go a day further.
  lookback: ({ pairs, clock }) =>
    Math.max(...pairs.flat().map((side) => durationMs(durationOf(side)))) + (clock === 'wall' ? DAY : 0),
  wallClock: ({ pairs, clock }) => (clock === 'wall' ? lagsOf(pairs).filter(isFixed) : []),
  columns: (options, context) =>
    pairColumns(options, context).map(({ of, first, second, combination, name }) => ({
      name,
      kind: 'lag-pair',
      dtype: 'Float64',
      sources: [of.source],
      unit: combination === 'ratio' ? undefined : of.unit,
      description: `${words(first, of.name)} ${combination === 'ratio' ? 'divided by' : 'minus'} ${words(second, of.name)}`,
    })),
  check: ({ pairs, as, columns }, context, addIssue) => {
    for (const [i, pair] of pairs.entries())
      for (const [j, side] of pair.entries())
        requireWholeInterval(['pairs', i, j], durationOf(side), context, addIssue);
    requireUnique(['as'], as, addIssue);
    requireAggregated(['columns'], columns, context, addIssue);
  },
  rowsBack: (options, context) => {
    const columns = pairColumns(options, context);
    return (series, row) =>
      columns.map(({ first, second }) => {
        const [[from, until], [other, end]] = [reachOf(first, series, row), reachOf(second, series, row)];
        return { from: Math.max(from, other), until: Math.min(until, end) };
      });
  },
  apply: (options, context) => applyPairs(pairColumns(options, context)),
  online: (options, context) => onlinePairs(pairColumns(options, context)),
});
