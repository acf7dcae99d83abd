import type { Dtype } from './dtype.ts';
import type { SqlColumn } from './frame.ts';
import type { Aggregation } from './kinds/aggregation.ts';

/** One number of an interval's readings. */
export interface Aggregate {
  readonly name: string;
  readonly column: string;
  readonly aggregation: Aggregation;
  readonly dtype: Dtype;
}

/** What becomes of readings: columns beside each, then numbers of each interval. */
export interface ReadingsPlan {
  readonly each: readonly SqlColumn[];
  readonly aggregates: readonly Aggregate[];
  /** Columns of an interval in terms of its aggregates: those that no column is named after go no further. */
  readonly combined?: readonly SqlColumn[];
}
