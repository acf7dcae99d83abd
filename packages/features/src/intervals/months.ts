import type { ClockOffset } from '@wattline/time-zones';
import type { IntervalRuns, Span } from './span.ts';

const YEAR = 366 * 86_400_000;

/** How a zone's clocks are ahead of UTC in a span of instants, in order; the first holds from its start on. */
export type OffsetsIn = (from: number, to: number) => readonly ClockOffset[];

/** How many intervals of so many months come before that of a local time, since the year 0. */
export const monthIndex = (localMs: number, months: number): number => {
  const at = new Date(localMs);
  return Math.floor((at.getUTCFullYear() * 12 + at.getUTCMonth()) / months);
};

/** The local time at which such an interval begins. */
export const monthStart = (index: number, months: number): number => {
  const at = new Date(0);
  at.setUTCFullYear(Math.floor((index * months) / 12), (index * months) % 12, 1);
  return at.getTime();
};

/**
 * Months of the calendar, some at a time, from the one that holds `from` to the one that holds `to`. Each begins as local
 * clocks first show its first day, or would.
 */
export const monthRuns = (offsetsIn: OffsetsIn, months: number, { from, to }: Span): IntervalRuns => {
  const offsets = offsetsIn(from - 2 * YEAR, to + 2 * YEAR);
  const startOf = (index: number): number => {
    const local = monthStart(index, months);
    const starts = offsets.map(({ from: since, offset }, i) =>
      Math.max(local - offset, i === 0 ? -Infinity : since),
    );
    return starts.find((start, i) => start < (offsets[i + 1]?.from ?? Infinity)) ?? local;
  };
  const before = monthIndex(from, months) - 1;
  const starts = [startOf(before)];
  for (let index = before + 1; (starts.at(-1) ?? Infinity) <= to; index += 1) starts.push(startOf(index));
  const skipped = starts.findLastIndex((start) => start <= from);
  const held = starts.slice(skipped, -1);
  return {
    interval: 0,
    runs: held.map((start) => ({ start, count: 1 })),
    end: starts.at(-1) ?? from,
  };
};
