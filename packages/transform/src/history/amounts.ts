import {
  type AmountSpan,
  calendarMonths,
  durationMs,
  monthIndex,
  monthStart,
  settledUntil,
} from '@wattline/features';
import type { Spec } from '@wattline/spec';
import type { Calendar } from '../times/calendar.ts';
import type { Clock } from '../times/clock.ts';
import { instantOf } from '../times/interval-starts.ts';
import type { Levels } from './registers.ts';

/** The time that a reading, or what a register counted, is of. */
export interface AmountTimes {
  /** Amounts of readings, each until the next is due, in their order. */
  readonly ofReadings: (levels: Levels) => AmountSpan[];
  /** When a register was read whose reading has this time. */
  readonly instant: (at: number) => number;
  /** Amounts counted between readings, in their order. */
  readonly ofCounts: (counted: readonly AmountSpan[]) => AmountSpan[];
}

/** So many days lead from the start of so many months into those after them. */
const longest = (months: number): number => Math.ceil(months * 30.75) * 86_400_000;

/** The months of the calendar, some at a time, that an instant is in: their start, and that of the next. */
const monthsAround = (clock: Clock, at: number, months: number): readonly [start: number, next: number] => {
  const first = monthStart(monthIndex(clock.toLocal(at), months), months);
  const next = monthStart(monthIndex(first + longest(months), months), months);
  return [instantOf(clock, first), instantOf(clock, next)];
};

export const createAmountTimes = (spec: Spec, calendar: Calendar, clock: Clock): AmountTimes => {
  const cadence = spec.time.cadence ?? spec.interval;
  const step = durationMs(cadence);
  const months = calendarMonths(cadence);
  const around = (at: number): readonly [number, number] =>
    months === undefined ? [at, at + step] : monthsAround(clock, at, months);
  // A register is read at an instant. Where times were taken back by their step, this is the end of it.
  const instant = (at: number): number => (spec.time.label === 'end' ? around(at)[1] : at);
  return {
    instant,
    ofReadings: ({ at, level }) =>
      level.flatMap((amount, i): AmountSpan[] => {
        if (Number.isNaN(amount)) return [];
        const [from, until] = around(at[i] ?? 0);
        const index = calendar.indexOf(until - 1);
        const last = { start: calendar.startOf(index), end: calendar.startOf(index + 1) };
        return [{ from, until: settledUntil(from, until, last), amount }];
      }),
    ofCounts: (counted) =>
      counted.flatMap(({ from, until, amount }) => {
        const span = { from: instant(from), until: instant(until), amount };
        return span.from < span.until ? [span] : [];
      }),
  };
};
