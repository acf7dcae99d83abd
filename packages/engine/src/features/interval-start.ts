import type { Spec } from '@wattline/spec';
import { intervalRuns, type Span } from './interval-runs.ts';

/** The start of the interval that an instant of the span belongs to, as SQL; both in ms since 1970: BIGINT. */
export const intervalStart = (spec: Spec, span: Span): ((ms: string) => string) => {
  const { interval, runs } = intervalRuns(spec, span);
  const [only] = runs;
  const inRun = (ms: string, start: number) => `${ms} - (${ms} - ${start}) % ${interval}`;
  if (runs.length === 1 && only !== undefined) return (ms) => inRun(ms, only.start);
  return (ms) => {
    const cases = runs.toReversed().map(({ start, count }) => {
      const last = start + (count - 1) * interval;
      const value = count === 1 ? `CAST(${start} AS BIGINT)` : `LEAST(${inRun(ms, start)}, ${last})`;
      return `WHEN ${ms} >= ${start} THEN ${value}`;
    });
    return `CASE ${cases.join(' ')} END`;
  };
};
