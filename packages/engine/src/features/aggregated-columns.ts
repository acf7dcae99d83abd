import type { Aggregation, Spec } from '@wattline/spec';
import { namingOf } from './naming.ts';

export type Dtype = 'Int64' | 'Float64';

/** What aggregation makes of one column. */
export interface AggregatedColumn {
  readonly name: string;
  /** The column of the readings. */
  readonly source: string;
  /** The column of the row features. */
  readonly column: string;
  readonly aggregation: Aggregation;
  readonly dtype: Dtype;
}

const fractional: ReadonlySet<Aggregation> = new Set(['mean', 'std']);

/** Aggregated values in the spec's order. Whole numbers stay whole: counts, and what is taken from cut readings. */
export const aggregatedValues = (spec: Spec): AggregatedColumn[] => {
  const naming = namingOf(spec);
  return Object.entries(spec.values).flatMap(([source, { aggregate, truncate }]) =>
    aggregate.map((aggregation) => ({
      name: naming.aggregate(source, aggregation),
      source,
      column: source,
      aggregation,
      dtype: aggregation === 'count' || (truncate && !fractional.has(aggregation)) ? 'Int64' : 'Float64',
    })),
  );
};

/** Aggregated one-hot columns in the spec's order. */
export const aggregatedCategories = (spec: Spec): AggregatedColumn[] => {
  const naming = namingOf(spec);
  return Object.entries(spec.categories).flatMap(([source, { vocabulary, aggregate }]) =>
    vocabulary.map((value) => ({
      name: naming.aggregatedCategory(source, value, aggregate),
      source,
      column: naming.category(source, value),
      aggregation: aggregate,
      dtype: aggregate === 'mean' ? 'Float64' : 'Int64',
    })),
  );
};
