import type { IntervalRuns, Span } from '@wattline/features';
import { calendarMonths, type Spec } from '@wattline/spec';
import type { Expr, LazyDataFrame } from 'nodejs-polars';
import { columnList, query, quoted } from '../polars/sql.ts';
import { startOfMonths } from './calendar-months.ts';
import { intervalRuns } from './interval-runs.ts';

const startInRuns = ({ interval, runs, end }: IntervalRuns): ((ms: string) => string) => {
  const [only] = runs;
  const inRun = (ms: string, start: number) => `${ms} - (${ms} - ${start}) % ${interval}`;
  // The last interval is longer than the others where clocks go back in it.
  if (runs.length === 1 && only !== undefined && only.start + only.count * interval === end) {
    return (ms) => inRun(ms, only.start);
  }
  return (ms) => {
    const cases = runs.toReversed().map(({ start, count }) => {
      const last = start + (count - 1) * interval;
      const value = count === 1 ? `CAST(${start} AS BIGINT)` : `LEAST(${inRun(ms, start)}, ${last})`;
      return `WHEN ${ms} >= ${start} THEN ${value}`;
    });
    return `CASE ${cases.join(' ')} END`;
  };
};

/** How the start of an interval is worked out from an instant in it, in ms since 1970. */
export interface IntervalStart {
  /** What takes the place of the instant before the query. */
  readonly before: (ms: Expr) => Expr;
  /** Of that, as SQL: BIGINT. */
  readonly sql: (ms: string) => string;
}

/** The start of the interval that an instant of the span belongs to. */
export const intervalStart = (spec: Spec, span: Span): IntervalStart => {
  const months = calendarMonths(spec.interval);
  return months === undefined
    ? { before: (ms) => ms, sql: startInRuns(intervalRuns(spec, span)) }
    : { before: startOfMonths(spec, months), sql: (ms) => ms };
};

/** Adds to a frame the starts of the intervals that some instants, ms since 1970, belong to: Int64. */
export const withIntervalStarts = (
  start: IntervalStart,
  columns: readonly { readonly name: string; readonly ms: Expr }[],
): ((frame: LazyDataFrame) => LazyDataFrame) => {
  const instant = (name: string): string => `${name}: instant`;
  const list = columnList(columns.map(({ name }) => ({ name, sql: start.sql(quoted(instant(name))) })));
  return (frame) =>
    query(
      frame.withColumns(...columns.map(({ name, ms }) => start.before(ms).alias(instant(name)))),
      `SELECT *, ${list} FROM frame`,
    ).drop(columns.map(({ name }) => instant(name)));
};
