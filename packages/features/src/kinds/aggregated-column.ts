import type { Dtype } from '../dtype.ts';
import type { Aggregation } from './aggregation.ts';

/** What aggregation makes of one value column. */
export interface AggregatedColumn {
  readonly name: string;
  /** The column of the readings. */
  readonly source: string;
  readonly aggregation: Aggregation;
  readonly dtype: Dtype;
  readonly unit: string | undefined;
}
