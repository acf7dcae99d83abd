import { requireAggregated, requireUnique } from '../../columns-option.ts';
import { defineFamily } from '../../definition.ts';
import { applyExpanding } from './apply.ts';
import { Expanding, expandingColumns } from './columns.ts';
import { onlineExpanding } from './online.ts';

export const expanding = defineFamily({
  key: 'expanding',
  summary:
    'Statistics of aggregated values since the entity’s first reading, until the interval: null where there is none; std is the sample’s. A new reading changes all later rows of its entity, and rows are served from all of its readings',
  grain: 'series',
  options: Expanding.optional().describe('Statistics since the first reading'),
  example: { statistics: ['mean', 'min', 'max', 'std', 'count'] },
  availability: 'past',
  scaled: true,
  lookback: () => 'unbounded',
  columns: (options, context) =>
    expandingColumns(options, context).flatMap(({ of, results }) =>
      results.map(({ name, statistic }) => ({
        name,
        kind: 'expanding',
        dtype:
          statistic === 'count' ? 'Int64' : statistic === 'min' || statistic === 'max' ? of.dtype : 'Float64',
        sources: [of.source],
        unit: statistic === 'count' ? undefined : of.unit,
        description: `${statistic === 'count' ? 'number of values' : statistic} of ${of.name} in all intervals before`,
      })),
    ),
  check: ({ statistics, columns }, context, addIssue) => {
    requireUnique(['statistics'], statistics, addIssue);
    requireAggregated(['columns'], columns, context, addIssue);
  },
  rowsBack: (options, context) => {
    const all = { from: Number.POSITIVE_INFINITY, until: 1 };
    const rows = expandingColumns(options, context).flatMap(({ results }) => results.map(() => all));
    return () => rows;
  },
  apply: (options, context) => applyExpanding(expandingColumns(options, context)),
  online: (options, context) => onlineExpanding(expandingColumns(options, context)),
});
