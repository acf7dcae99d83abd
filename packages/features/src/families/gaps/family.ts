import { aggregatedNamed } from '../../aggregated-named.ts';
import { requireAggregated, requireWholeInterval } from '../../columns-option.ts';
import type { FamilyContext } from '../../context.ts';
import { type AddIssue, defineFamily } from '../../definition.ts';
import { durationMs } from '../../duration.ts';
import { quoted } from '../../frame.ts';
import { cellAt, cellsOf } from '../../online.ts';
import { fillingsOf, hasNoLine, isNeverMissing, measured, reachMsOf, reachOf } from './fillings.ts';
import { type Gap, Gaps, gapList } from './options.ts';

const filledName = (column: string): string => `${column}_filled`;

/** What is wrong with one of them, by itself. */
const checkGap = (
  path: readonly (string | number)[],
  gap: Gap,
  context: FamilyContext,
  addIssue: AddIssue,
): void => {
  if (gap.limit !== undefined) requireWholeInterval([...path, 'limit'], gap.limit, context, addIssue);
  if (gap.fill === 'seasonal') {
    requireWholeInterval([...path, 'period'], gap.period, context, addIssue);
    if (gap.limit !== undefined && durationMs(gap.limit) < durationMs(gap.period))
      addIssue(
        [...path, 'limit'],
        `no value a period of ${gap.period} before lies within ${gap.limit}`,
        `write limit: ${gap.period} or longer`,
      );
  }
  requireAggregated([...path, 'columns'], gap.columns, context, addIssue);
};

export const gaps = defineFamily({
  key: 'gaps',
  summary:
    'Intervals without a value have one made of earlier values: in the column itself, unless it is a label, and in what lags, windows and differences are made of it; 1 where the interval’s own value is such, else 0',
  grain: 'series',
  options: Gaps,
  example: { fill: 'forward', limit: '3h' },
  availability: 'same-interval',
  scaled: false,
  lookback: (options) => reachMsOf(options),
  columns: (options, context) =>
    fillingsOf(options, context).map(({ name, source }) => ({
      name: filledName(name),
      kind: 'filled',
      dtype: 'Int64',
      sources: [source],
      unit: undefined,
      description: `1 where ${name} was missing and is filled from values before, else 0`,
    })),
  check: (options, context, addIssue) => {
    const taken = new Set<string>();
    for (const [path, gap] of gapList(options)) {
      checkGap(path, gap, context, addIssue);
      if (gap.columns !== 'all')
        for (const [i, name] of gap.columns.entries()) {
          const column = aggregatedNamed(context, name);
          if (column !== undefined && isNeverMissing(column))
            addIssue([...path, 'columns', i], `'${name}' is a count, which is never missing`, 'leave it out');
          else if (column !== undefined && gap.fill === 'linear' && hasNoLine(column))
            addIssue(
              [...path, 'columns', i],
              `'${name}' is ${column.isDirection ? 'a direction' : 'of whole numbers'}, which no line goes on along`,
              'fill it with fill: forward',
            );
        }
      for (const { name } of fillingsOf(gap, context)) {
        if (taken.has(name))
          addIssue([...path, 'columns'], `'${name}' is filled twice`, 'name each column in one of the list');
        taken.add(name);
      }
    }
  },
  rowsBack: (options, context) => {
    const rows = fillingsOf(options, context).map((filling) => ({ from: reachOf(filling), until: 0 }));
    return () => rows;
  },
  apply: (options, context) => {
    const columns = fillingsOf(options, context).map(({ name }) => ({
      name: filledName(name),
      sql: `CASE WHEN ${quoted(measured(name))} IS NULL AND ${quoted(name)} IS NOT NULL THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END`,
    }));
    return (frame) => frame.with(columns);
  },
  online: (options, context) => {
    const names = fillingsOf(options, context).map(({ name }) => name);
    return (series, row) =>
      names.map((name) => {
        const was = cellAt(series, cellsOf(series, measured(name)), row);
        const is = cellAt(series, cellsOf(series, name), row);
        return Number.isNaN(was) && !Number.isNaN(is) ? 1 : 0;
      });
  },
});
