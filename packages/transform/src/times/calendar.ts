import { RejectedError } from '@wattline/errors';
import {
  calendarMonths,
  durationMs,
  intervalAnchor,
  intervalRuns,
  monthIndex,
  monthStart,
} from '@wattline/features';
import type { Spec } from '@wattline/spec';
import type { Clock } from './clock.ts';
import { rounded } from './round.ts';

/** The intervals of a spec, numbered one after the other; all entities have the same. */
export interface Calendar {
  /** The number of the interval that an instant (ms) is in. */
  readonly indexOf: (instant: number) => number;
  readonly startOf: (index: number) => number;
  /** What local clocks show as it begins, were no time skipped. */
  readonly localOf: (index: number) => number;
  /** The first interval with this local start; undefined where clocks skip it. */
  readonly indexOfLocal: (local: number) => number | undefined;
  /** How many readings it should have; NaN where the spec has no cadence. */
  readonly expectedOf: (index: number) => number;
}

/** So many intervals are known at most: they take memory, read or not. */
const MOST = 4_000_000;
const DAY = 86_400_000;

/** Knows the intervals around the instants that it was asked for. */
export const createCalendar = (spec: Spec, clock: Clock): Calendar => {
  const months = calendarMonths(spec.interval);
  const nominal = durationMs(spec.interval);
  const usual = durationMs(spec.time.cadence ?? spec.interval);
  const step = spec.time.cadence === undefined ? Number.NaN : Math.min(usual, nominal);
  let starts: number[] = [];
  let locals: number[] = [];
  const byLocal = new Map<number, number>();
  /** The number of the first known interval is `-before`. */
  let before = 0;
  let end = Number.NaN;

  const beginOf = (start: number): number => {
    const local = clock.toLocal(start);
    return months === undefined
      ? Math.floor((local - intervalAnchor) / nominal) * nominal + intervalAnchor
      : monthStart(monthIndex(local, months), months);
  };
  const startsIn = (from: number, to: number): { found: number[]; until: number } => {
    const { interval, runs, end: until } = intervalRuns(spec.interval, clock.offsets, { from, to });
    const found = runs.flatMap(({ start, count }) =>
      Array.from({ length: count }, (_, i) => start + i * interval),
    );
    return { found, until };
  };
  const check = (from: number, to: number): void => {
    if ((to - from) / nominal <= MOST) return;
    throw new RejectedError(
      'SPAN_TOO_LONG',
      `From ${new Date(from).toISOString()} to ${new Date(to).toISOString()} there are more than ${MOST} intervals of ${spec.interval}`,
      { place: { value: new Date(to).toISOString() }, remedy: 'Send readings that lie closer together' },
    );
  };
  const chunk = Math.max(2 * nominal, 2 * DAY, Math.min(400 * nominal, 366 * DAY));
  const know = (instant: number): void => {
    const [first] = starts;
    if (first === undefined) {
      const { found, until } = startsIn(instant, instant + chunk);
      starts = found;
      locals = found.map(beginOf);
      end = until;
      for (const [i, local] of locals.entries()) if (!byLocal.has(local)) byLocal.set(local, i);
    } else if (instant >= end) {
      check(first, instant);
      const { found, until } = startsIn(end, instant + chunk);
      for (const start of found) {
        const local = beginOf(start);
        if (!byLocal.has(local)) byLocal.set(local, starts.length - before);
        starts.push(start);
        locals.push(local);
      }
      end = until;
    } else if (instant < first) {
      check(instant, end);
      const { found } = startsIn(instant - chunk, first - 1);
      const own = found.map(beginOf);
      starts = found.concat(starts);
      locals = own.concat(locals);
      before += found.length;
      for (let i = own.length - 1; i >= 0; i -= 1) byLocal.set(own[i] ?? Number.NaN, i - before);
    }
  };
  const reach = (index: number): number => {
    while (index + before < 0) know((starts[0] ?? 0) - 1);
    while (index + before >= starts.length) know(end);
    return index + before;
  };
  const startOf = (index: number): number => starts[reach(index)] ?? Number.NaN;
  const lengthOf = (index: number): number => {
    const at = reach(index);
    return (starts[at + 1] ?? end) - (starts[at] ?? 0);
  };
  return {
    indexOf: (instant) => {
      know(instant);
      let at = Math.min(starts.length - 1, Math.max(0, Math.floor((instant - (starts[0] ?? 0)) / nominal)));
      while (at > 0 && (starts[at] ?? 0) > instant) at -= 1;
      while (at + 1 < starts.length && (starts[at + 1] ?? 0) <= instant) at += 1;
      return at - before;
    },
    startOf,
    localOf: (index) => locals[reach(index)] ?? Number.NaN,
    indexOfLocal: (local) => {
      // No clock is further from UTC than a day.
      know(local - DAY);
      know(local + DAY);
      return byLocal.get(local);
    },
    expectedOf: (index) => Math.max(1, rounded(lengthOf(index) / step)),
  };
};
