import type { Duration } from './duration.ts';
import { aggregatedValues } from './families/values/aggregated.ts';
import type { ValuesOptions } from './families/values/options.ts';
import type { AggregatedColumn } from './kinds/aggregated-column.ts';
import type { Interval } from './online.ts';

export type NamingStyle = 'wattline' | 'ray-lab';

/** What a family may know of the rest of a spec. */
export interface FamilyContext {
  readonly interval: Duration;
  readonly zone: string;
  /** The time between two readings, where it is known. */
  readonly cadence: Duration | undefined;
  /** `own`: that of most readings; each series has its own, which may change. */
  readonly cadences: 'one' | 'own';
  readonly naming: NamingStyle;
  /** The aggregated values, in the spec's order. */
  readonly aggregated: readonly AggregatedColumn[];
}

/** What the frame of a calendar holds. */
export interface CalendarSpan {
  /** First and last year of its local times, both within. */
  readonly localYears: readonly [number, number];
  /** Its intervals, in the order of its rows; made when they are first asked for. */
  readonly intervals: () => readonly Interval[];
}

/** Beside what families know, of one calendar. */
export type CalendarContext = FamilyContext & CalendarSpan;

/** The part of a spec that a context is made of. */
export interface SpecBase {
  readonly time: {
    readonly zone: string;
    readonly cadence?: Duration | undefined;
    readonly cadences?: 'one' | 'own' | undefined;
  };
  readonly interval: Duration;
  readonly naming: NamingStyle;
  readonly values: ValuesOptions;
}

export const contextOf = ({ time, interval, naming, values }: SpecBase): FamilyContext => ({
  interval,
  zone: time.zone,
  cadence: time.cadence,
  cadences: time.cadences ?? 'one',
  naming,
  aggregated: aggregatedValues(values),
});
