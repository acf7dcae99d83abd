import { aggregateOf } from '../aggregate.ts';
import { Aggregation } from '../aggregation.ts';
import { defineKind } from '../kind.ts';

export const gauge = defineKind({
  key: 'gauge',
  summary: 'A state as it is measured: power, temperature, price',
  aggregate: ['mean'],
  meanings: Object.fromEntries(
    Aggregation.options.map((aggregation) => [
      aggregation,
      (source: string) => `${aggregation} of the interval’s readings of ${source}`,
    ]),
  ),
  options: [],
  isSpread: false,
  apply: (columns) => ({
    each: [],
    aggregates: columns.map(({ name, source, aggregation, dtype }) => ({
      name,
      column: source,
      aggregation,
      dtype,
    })),
  }),
  online:
    ({ source, aggregation }) =>
    (readings) =>
      aggregateOf(readings.values[source] ?? [], aggregation),
});
