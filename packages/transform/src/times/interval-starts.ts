import { calendarMonths, durationMs, monthIndex, monthStart } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import type { Clock } from './clock.ts';

/** The instant at which clocks show a local time; the earlier of two, and as far after the gap where they skip it. */
export const instantOf = (clock: Clock, local: number): number =>
  clock.instantsOf(local)[0] ?? clock.shifted(local);

/** Takes times that name the end of an interval back to its start: on the clock, or as instants. */
export interface BackToStart {
  readonly onClock: (local: number) => number;
  readonly asInstant: (at: number) => number;
  /** The end of the interval that starts at an instant. */
  readonly endOf: (start: number) => number;
}

/** By the spec's cadence; undefined where timestamps name the start. */
export const backToStart = (spec: Spec, clock: Clock): BackToStart | undefined => {
  if (spec.time.label === 'start') return undefined;
  const cadence = spec.time.cadence ?? spec.interval;
  const months = calendarMonths(cadence);
  const step = durationMs(cadence);
  if (months === undefined)
    return { onClock: (local) => local - step, asInstant: (at) => at - step, endOf: (start) => start + step };
  const onClock = (local: number): number => monthStart(monthIndex(local - 1, months), months);
  return {
    onClock,
    asInstant: (at) => instantOf(clock, onClock(clock.toLocal(at))),
    endOf: (start) => instantOf(clock, monthStart(monthIndex(clock.toLocal(start), months) + 1, months)),
  };
};
