import type { Dtype } from '../../dtype.ts';
import type { Aggregation, ValuesOptions } from './options.ts';

/** What aggregation makes of one value column. */
export interface AggregatedColumn {
  readonly name: string;
  /** The column of the readings. */
  readonly source: string;
  readonly aggregation: Aggregation;
  readonly dtype: Dtype;
  readonly unit: string | undefined;
}

const fractional: ReadonlySet<Aggregation> = new Set(['mean', 'std']);

/** Aggregated values in the spec's order. Whole numbers stay whole: counts, and what is taken from cut readings. */
export const aggregatedValues = (values: ValuesOptions): AggregatedColumn[] =>
  Object.entries(values).flatMap(([source, { aggregate, truncate, unit }]) =>
    aggregate.map((aggregation) => ({
      name: `${source}_${aggregation}`,
      source,
      aggregation,
      dtype: aggregation === 'count' || (truncate && !fractional.has(aggregation)) ? 'Int64' : 'Float64',
      unit: aggregation === 'count' ? undefined : unit,
    })),
  );
