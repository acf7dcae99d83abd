import type { Span } from '@wattline/features';
import { monthRuns } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import { clockOffsets } from '../features/clock-changes.ts';

/** A local year or month. */
export interface ReadingPeriod {
  /** `2017` or `2017-03`. */
  readonly period: string;
  /** From `from` on, before `until`: UTC, ms since 1970. */
  readonly from: number;
  readonly until: number;
}

const HOURS = 3_600_000 * 36;

/** The name of the period that begins at an instant; clocks are at most so far from UTC that the day after is in it. */
const nameOf = (start: number, { period }: Spec['partition']): string =>
  new Date(start + HOURS).toISOString().slice(0, period === 'year' ? -20 : -17);

/** The partition periods from the one that holds `from` to the one that holds `to`, one after the other. */
export const readingPeriods = (
  { time, partition }: Pick<Spec, 'time' | 'partition'>,
  span: Span,
): ReadingPeriod[] => {
  const { runs, end } = monthRuns(
    (from, to) => clockOffsets(time.zone, from, to),
    partition.period === 'year' ? 12 : 1,
    span,
  );
  return runs.map(({ start }, i) => ({
    period: nameOf(start, partition),
    from: start,
    until: runs[i + 1]?.start ?? end,
  }));
};
