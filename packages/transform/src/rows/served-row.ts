import type { Value } from '@wattline/features';
import type { ColumnHistory } from './row-maker.ts';

/** One row of one entity. */
export interface ServedRow {
  /** The start of its interval, ms since 1970, UTC. */
  readonly at: number;
  /** Of a row of a horizon: the start of the last interval that is over when the forecast is made. */
  readonly origin?: number;
  /**
   * Of a row of a horizon whose labels are differences: by label, the value that it is less, in the unit of its column.
   * null where that is missing, or not known yet.
   */
  readonly references?: Readonly<Record<string, number | null>>;
  /** Whose it is, where the query said it. */
  readonly entity?: string;
  /** When it can be known, by the end of its interval (its origin's) and the spec's delay; ms likewise. */
  readonly availableAt: number;
  /** In the order of the columns; null where there is none, or cannot be known yet. */
  readonly values: readonly Value[];
  /** Of each column; undefined where all are complete. */
  readonly history: readonly ColumnHistory[] | undefined;
  /** Encoded columns of which the training span does not have the row's word: they have the mean of all words, or a count of 0. */
  readonly unseen?: readonly string[];
}
