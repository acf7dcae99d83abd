import type { ClockOffset } from '@wattline/time-zones';
import { calendarMonths, type Duration, durationMs } from '../duration.ts';
import { monthRuns, type OffsetsIn } from './months.ts';
import type { IntervalRuns, Run, Span } from './span.ts';

const day = 86_400_000;
/** Local intervals are counted from a Monday's midnight, so that weeks begin on Mondays. */
export const intervalAnchor = Date.UTC(1970, 0, 5);

const upTo = (local: number, interval: number): number =>
  Math.ceil((local - intervalAnchor) / interval) * interval + intervalAnchor;

/** Where intervals begin while one offset holds. */
const runsOf = (
  before: ClockOffset | undefined,
  now: ClockOffset,
  until: number,
  interval: number,
): Run[] => {
  const shift = before === undefined ? 0 : now.offset - before.offset;
  const local = now.from + now.offset;
  // Local times that occur twice begin an interval twice only where a whole one fits between.
  const repeated = shift < 0 && -shift < interval ? -shift : 0;
  const start = upTo(local + repeated, interval) - now.offset;
  const runs: Run[] = [];
  // An interval whose beginning clocks skip begins with the skip.
  if (shift > 0 && upTo(local - shift, interval) < local && start > now.from) {
    runs.push({ start: now.from, count: 1 });
  }
  const count = Math.ceil((until - start) / interval);
  return count > 0 ? [...runs, { start, count }] : runs;
};

const merged = (runs: readonly Run[], interval: number): Run[] => {
  const result: Run[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    if (last !== undefined && last.start + last.count * interval === run.start) {
      result[result.length - 1] = { start: last.start, count: last.count + run.count };
    } else {
      result.push(run);
    }
  }
  return result;
};

/**
 * The intervals from the one that holds `from` to the one that holds `to`.
 *
 * They begin where local clocks show a multiple of the interval, so a local day over a clock change has 23 or 25
 * hours, and a local hour that occurs twice is two intervals.
 */
export const intervalRuns = (duration: Duration, offsetsIn: OffsetsIn, { from, to }: Span): IntervalRuns => {
  const months = calendarMonths(duration);
  if (months !== undefined) return monthRuns(offsetsIn, months, { from, to });
  const interval = durationMs(duration);
  const margin = interval + 2 * day;
  const until = to + margin;
  const offsets = offsetsIn(from - margin, until);
  const all = merged(
    offsets.flatMap((now, i) => runsOf(offsets[i - 1], now, offsets[i + 1]?.from ?? until, interval)),
    interval,
  );
  const runs: Run[] = [];
  let end = Number.NaN;
  for (const [i, run] of all.entries()) {
    const next = all[i + 1]?.start ?? Infinity;
    if (next <= from || run.start > to) continue;
    const indexOf = (instant: number) =>
      Math.min(Math.floor((instant - run.start) / interval), run.count - 1);
    const skipped = Math.max(0, indexOf(from));
    const last = indexOf(to);
    runs.push({ start: run.start + skipped * interval, count: last - skipped + 1 });
    end = last + 1 < run.count ? run.start + (last + 1) * interval : next;
  }
  return { interval, runs, end };
};
