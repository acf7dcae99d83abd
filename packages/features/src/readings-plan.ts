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

/** A sum of amounts, each of which belongs to a time and is spread evenly over it, as far as it lies in an interval. */
export interface Amount {
  readonly name: string;
  /** The column of the readings that has the amounts; null where one is unknown. */
  readonly column: string;
  /**
   * The amounts are of the time since the entity's reading before that has this column. Without it, they are
   * of the time until the next reading is due.
   */
  readonly since?: string;
}

/** What becomes of readings: columns beside each, then numbers of each interval. */
export interface ReadingsPlan {
  readonly each: readonly SqlColumn[];
  readonly aggregates: readonly Aggregate[];
  /** Columns of an interval in terms of its aggregates: those that no column is named after go no further. */
  readonly combined?: readonly SqlColumn[];
  readonly amounts?: readonly Amount[];
}
