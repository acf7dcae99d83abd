import type { AggregatedColumn } from '../../kinds/aggregated-column.ts';
import type { Aggregation } from '../../kinds/aggregation.ts';
import { kindOf } from '../../kinds/kinds.ts';
import type { ValuesOptions } from './options.ts';

const fractional: ReadonlySet<Aggregation> = new Set(['mean', 'std']);

/**
 * Aggregated values in the spec's order. Whole numbers stay whole: counts, and what is taken from cut readings.
 *
 * @param plainOf what columns of features call a column of readings
 * @param isTimeless whether an entity has one row: a column is called what it is, not how it was aggregated
 */
export const aggregatedValues = (
  values: ValuesOptions,
  plainOf: (source: string) => string,
  isTimeless = false,
): AggregatedColumn[] =>
  Object.entries(values).flatMap(([source, { aggregate, truncate, unit, kind }]) =>
    aggregate.map((aggregation) => ({
      name: isTimeless ? plainOf(source) : `${plainOf(source)}_${aggregation}`,
      written: isTimeless ? source : `${source}_${aggregation}`,
      source,
      aggregation,
      dtype: aggregation === 'count' || (truncate && !fractional.has(aggregation)) ? 'Int64' : 'Float64',
      unit: aggregation === 'count' ? undefined : unit,
      isDirection: kind === 'circular' && aggregation !== 'count' && aggregation !== 'std',
    })),
  );

/** Columns made of the readings of their own interval alone, as the file calls them: all but sums that are spread over time. */
export const columnsNotSpread = (spec: {
  readonly values: ValuesOptions;
  readonly categories: Readonly<Record<string, unknown>>;
}): string[] => [
  ...aggregatedValues(spec.values, (source) => source)
    .filter(({ source, aggregation }) => {
      const value = spec.values[source];
      return value === undefined || !kindOf(value).isSpread || aggregation !== 'sum';
    })
    .map(({ name }) => name),
  ...Object.keys(spec.categories),
];
