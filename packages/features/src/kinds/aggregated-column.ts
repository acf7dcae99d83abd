import type { Dtype } from '../dtype.ts';
import type { Aggregation } from './aggregation.ts';

/** What aggregation makes of one value column. */
export interface AggregatedColumn {
  readonly name: string;
  /** The same of the column's name as it stands in the file; specs may name it by either. */
  readonly written: string;
  /** The column of the readings. */
  readonly source: string;
  readonly aggregation: Aggregation;
  readonly dtype: Dtype;
  readonly unit: string | undefined;
  /** Whether it begins again where it ends, as degrees do. */
  readonly isDirection: boolean;
  /** Whether it is one number for each entity, joined from what entities are: what it was before says nothing. */
  readonly isStatic?: boolean;
}
