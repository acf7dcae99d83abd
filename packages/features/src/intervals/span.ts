/** Intervals of equal length, one after the other; the last one lasts until the next run. */
export interface Run {
  /** UTC, ms since 1970. */
  readonly start: number;
  readonly count: number;
}

/** The intervals of a span. */
export interface IntervalRuns {
  /** Ms. */
  readonly interval: number;
  readonly runs: readonly Run[];
  /** Where the last interval ends. */
  readonly end: number;
}

/** First and last instant, ms since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}
