import type { Spec } from '@wattline/spec';
import { intervalRuns } from '../features/interval-runs.ts';

/** The intervals of some rows, numbered one after the other, as lags count them. */
export interface IntervalIndex {
  /** Of the start of an interval, in ms, as SQL: BIGINT. */
  readonly sql: (ms: string) => string;
  /** The number of the interval that an instant (ms) is in; as many as there are where it is after all of them. */
  readonly indexOf: (instant: number) => number;
  /** Where an interval begins, ms; after the last one, where that ends. */
  readonly startOf: (index: number) => number;
}

/** Numbers the intervals from the first row to the last. */
export const createIntervalIndex = (
  spec: Pick<Spec, 'interval' | 'time'>,
  span: { readonly from: string; readonly to: string },
): IntervalIndex => {
  const found = intervalRuns(spec, { from: Date.parse(span.from), to: Date.parse(span.to) });
  const { interval, end } = found;
  let total = 0;
  const runs = found.runs.map(({ start, count }) => {
    const first = total;
    total += count;
    return { start, count, first };
  });
  return {
    sql: (ms) => {
      // Runs of months are one interval each.
      const within = (start: number): string => (interval === 0 ? '0' : `(${ms} - ${start}) // ${interval}`);
      const cases = runs
        .toReversed()
        .map(({ start, first }) => `WHEN ${ms} >= ${start} THEN ${first} + ${within(start)}`);
      return `CASE ${cases.join(' ')} END`;
    },
    indexOf: (instant) => {
      if (instant >= end) return total;
      const run = runs.findLast(({ start }) => start <= instant);
      if (run === undefined) return 0;
      const within = interval === 0 ? 0 : Math.floor((instant - run.start) / interval);
      return run.first + Math.min(within, run.count - 1);
    },
    startOf: (index) => {
      const run = index >= total ? undefined : runs.findLast(({ first }) => first <= index);
      return run === undefined ? end : run.start + (index - run.first) * interval;
    },
  };
};
