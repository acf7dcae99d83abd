import { intervalRuns, monthRuns, type Span } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import { clockOffsets } from '../features/clock-changes.ts';

/** A local year, month or day. */
export interface ReadingPeriod {
  /** `2017`, `2017-03` or `2017-03-31`. */
  readonly period: string;
  /** From `from` on, before `until`: UTC, ms since 1970. */
  readonly from: number;
  readonly until: number;
}

const HOURS = 3_600_000 * 36;

/** The name of a year or month that begins at an instant; clocks are at most so far from UTC that the day after is in it. */
const nameOf = (start: number, period: 'year' | 'month'): string =>
  new Date(start + HOURS).toISOString().slice(0, period === 'year' ? -20 : -17);

const dayPeriods = (zone: string, span: Span): ReadingPeriod[] => {
  const { interval, runs, end } = intervalRuns('1d', (from, to) => clockOffsets(zone, from, to), span);
  const starts = runs.flatMap(({ start, count }) =>
    Array.from({ length: count }, (_, i) => start + i * interval),
  );
  const offsets = clockOffsets(zone, starts[0] ?? span.from, end);
  const periods: ReadingPeriod[] = [];
  let held = 0;
  for (const [i, from] of starts.entries()) {
    while ((offsets[held + 1]?.from ?? Number.POSITIVE_INFINITY) <= from) held += 1;
    const period = new Date(from + (offsets[held]?.offset ?? 0)).toISOString().slice(0, -14);
    const until = starts[i + 1] ?? end;
    const last = periods.at(-1);
    // Clocks went back by a whole day.
    if (last?.period === period) periods[periods.length - 1] = { ...last, until };
    else periods.push({ period, from, until });
  }
  return periods;
};

/** The partition periods from the one that holds `from` to the one that holds `to`, one after the other. */
export const readingPeriods = (
  { time, partition: { period: length } }: Pick<Spec, 'time' | 'partition'>,
  span: Span,
): ReadingPeriod[] => {
  if (length === 'day') return dayPeriods(time.zone, span);
  const { runs, end } = monthRuns(
    (from, to) => clockOffsets(time.zone, from, to),
    length === 'year' ? 12 : 1,
    span,
  );
  return runs.map(({ start }, i) => ({
    period: nameOf(start, length),
    from: start,
    until: runs[i + 1]?.start ?? end,
  }));
};
