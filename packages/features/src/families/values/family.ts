import { requireUnique } from '../../columns-option.ts';
import { defineFamily } from '../../definition.ts';
import { aggregateOf } from './aggregate.ts';
import { aggregatedValues } from './aggregated.ts';
import { ValuesOptions } from './options.ts';

export const values = defineFamily({
  key: 'values',
  summary: 'One number of the readings of an interval: their mean, sum, least, greatest, …',
  grain: 'readings',
  options: ValuesOptions,
  example: { load: { aggregate: ['mean', 'max'], unit: 'kW' } },
  availability: 'same-interval',
  scaled: true,
  lookback: () => 0,
  columns: (options) =>
    aggregatedValues(options).map(({ name, source, aggregation, dtype, unit }) => ({
      name,
      kind: 'value',
      dtype,
      sources: [source],
      unit,
      description: `${aggregation} of the interval’s readings of ${source}${
        options[source]?.truncate === true ? ', cut to whole numbers' : ''
      }`,
      group: 'value',
    })),
  check: (options, _, addIssue) => {
    if (Object.keys(options).length === 0) {
      addIssue([], 'names no column', 'name at least one column to make features of');
    }
    for (const [column, { aggregate }] of Object.entries(options)) {
      requireUnique([column, 'aggregate'], aggregate, addIssue);
    }
  },
  apply: (options) => ({
    each: [],
    aggregates: aggregatedValues(options).map(({ name, source, aggregation, dtype }) => ({
      name,
      column: source,
      aggregation,
      dtype,
    })),
  }),
  online: (options) => {
    const columns = aggregatedValues(options);
    return (readings) =>
      columns.map(({ source, aggregation }) => aggregateOf(readings.values[source] ?? [], aggregation));
  },
});
