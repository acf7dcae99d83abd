import { requireUnique } from '../../columns-option.ts';
import type { FamilyContext } from '../../context.ts';
import { defineFamily } from '../../definition.ts';
import type { AggregatedColumn } from '../../kinds/aggregated-column.ts';
import type { Aggregation } from '../../kinds/aggregation.ts';
import { kindOf } from '../../kinds/kinds.ts';
import { checkKind } from './check-kind.ts';
import { type ValueOptions, ValuesOptions } from './options.ts';

const descriptionOf = (source: string, aggregation: Aggregation, value: ValueOptions | undefined): string => {
  const kind = value === undefined ? undefined : kindOf(value);
  const meaning = kind?.meanings[aggregation]?.(source) ?? `${aggregation} of ${source}`;
  return `${meaning}${value?.truncate === true ? ', cut to whole numbers' : ''}`;
};

/** The aggregated columns of each source, in the spec's order. */
const bySource = (
  options: ValuesOptions,
  { aggregated }: FamilyContext,
): { columns: AggregatedColumn[]; value: ValueOptions }[] => {
  const all = Map.groupBy(aggregated, ({ source }) => source);
  return Object.entries(options).map(([source, value]) => ({ columns: all.get(source) ?? [], value }));
};

export const values = defineFamily({
  key: 'values',
  summary: 'One number of the readings of an interval: their mean, sum, least, greatest, …',
  grain: 'readings',
  options: ValuesOptions,
  example: { load: { aggregate: ['mean', 'max'], unit: 'kW' } },
  availability: 'same-interval',
  scaled: true,
  lookback: () => 0,
  columns: (options, context) =>
    bySource(options, context)
      .flatMap(({ columns }) => columns)
      .map(({ name, source, aggregation, dtype, unit }) => ({
        name,
        kind: 'value',
        dtype,
        sources: [source],
        unit,
        description: descriptionOf(source, aggregation, options[source]),
        group: 'value',
      })),
  check: (options, { isTimeless }, addIssue) => {
    // Of attributes there may be words alone.
    if (Object.keys(options).length === 0 && !isTimeless) {
      addIssue([], 'names no column', 'name at least one column to make features of');
    }
    for (const [column, value] of Object.entries(options)) {
      requireUnique([column, 'aggregate'], value.aggregate, addIssue);
      checkKind(column, value, addIssue);
    }
  },
  apply: (options, context) => {
    const plans = bySource(options, context).map(({ columns, value }) => kindOf(value).apply(columns, value));
    return {
      each: plans.flatMap(({ each }) => each),
      aggregates: plans.flatMap(({ aggregates }) => aggregates),
      combined: plans.flatMap(({ combined = [] }) => combined),
      amounts: plans.flatMap(({ amounts = [] }) => amounts),
    };
  },
  online: (options, context) => {
    const made = bySource(options, context).flatMap(({ columns, value }) =>
      columns.map((column) => kindOf(value).online(column, value)),
    );
    return (readings) => made.map((make) => make(readings));
  },
});
