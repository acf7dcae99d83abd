import type { Spec } from '@wattline/spec';
import pl, { type Expr } from 'nodejs-polars';
import { integer } from '../polars/integer.ts';
import { clockOffsets } from './clock-changes.ts';
import { epochMs, instantMs, localMs, utcDatetime } from './local-time.ts';
import type { IntervalRuns, Span } from './span.ts';

const DAY = 86_400_000;
const YEAR = 366 * DAY;

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
export const monthRuns = ({ time }: Pick<Spec, 'time'>, months: number, { from, to }: Span): IntervalRuns => {
  const offsets = clockOffsets(time.zone, from - 2 * YEAR, to + 2 * YEAR);
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

/** What local clocks show as months begin, some at a time: the midnight, skipped or not. */
export const localMonth = (local: Expr, months: number): Expr =>
  utcDatetime(local).dt.truncate(`${months}mo`);

/** So many days lead from the start of so many months into those after them. */
const longest = (months: number): number => Math.ceil(months * 30.75);

/** The months of the calendar, some at a time, that an instant is in: their start, and that of the next; ms, Int64. */
export const monthsAround = (ms: Expr, months: number, zone: string): [start: Expr, next: Expr] => {
  const first = localMonth(localMs(zone)(ms), months);
  const next = localMonth(epochMs(first).add(integer(longest(months) * DAY)), months);
  return [instantMs(zone)(first), instantMs(zone)(next)];
};

/** The start of the months that an instant is in; both in ms since 1970: Int64. */
export const startOfMonths =
  ({ time }: Pick<Spec, 'time'>, months: number) =>
  (ms: Expr): Expr => {
    const [start, next] = monthsAround(ms, months, time.zone);
    // Where clocks go back from a month's first day into the one before, that goes on no more.
    return pl.when(ms.gtEq(next)).then(next).otherwise(start);
  };
