import { type Amount, durationMs, familiesMadeOf, type Readings, type Value } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import { type Calendar, createCalendar } from '../times/calendar.ts';
import { type Clock, clockOf } from '../times/clock.ts';
import { type AmountTimes, createAmountTimes } from './amounts.ts';
import { createIntervalReader, type IntervalReader } from './interval-readings.ts';
import type { RegisterOptions } from './registers.ts';

/** A sum of amounts, and the value column that it is made of. */
interface AmountColumn extends Amount {
  readonly source: number;
  readonly isCounted: boolean;
}

/** Numbers of an interval's readings. */
interface Aggregates {
  /** Whether each is a whole number: then no zero is negative. */
  readonly areWhole: readonly boolean[];
  readonly of: (readings: Readings) => readonly Value[];
}

/** What histories of all entities have in common. */
export interface HistoryKit {
  readonly spec: Spec;
  readonly clock: Clock;
  readonly calendar: Calendar;
  /** The value and category columns of readings, in their order. */
  readonly valueNames: readonly string[];
  readonly wordNames: readonly string[];
  readonly readInterval: IntervalReader;
  /** Their numbers, one after the other, are those of `aggregateNames`. */
  readonly aggregates: readonly Aggregates[];
  readonly aggregateNames: readonly string[];
  readonly amounts: readonly AmountColumn[];
  readonly amountTimes: AmountTimes;
  readonly registers: readonly { readonly source: number; readonly options: RegisterOptions }[];
  /** The time between two readings, ms; undefined where it is not known. */
  readonly cadenceMs: number | undefined;
  /** The same, or how long an interval is where nothing is said. */
  readonly usualMs: number;
  /** Whether readings are of several intervals each. */
  readonly isFinerThanReadings: boolean;
}

export const createKit = (spec: Spec): HistoryKit => {
  const clock = clockOf(spec.time.zone);
  const calendar = createCalendar(spec, clock);
  const families = familiesMadeOf('readings', spec);
  const valueNames = Object.keys(spec.values);
  const amounts = families
    .flatMap((family) => family.apply().amounts ?? [])
    .map((amount) => ({
      ...amount,
      source: valueNames.indexOf(amount.since ?? amount.column),
      isCounted: amount.since !== undefined,
    }));
  const usual = durationMs(spec.time.cadence ?? spec.interval);
  const wordNames = Object.keys(spec.categories);
  return {
    spec,
    clock,
    calendar,
    valueNames,
    wordNames,
    readInterval: createIntervalReader({
      valueNames,
      wordNames,
      amountNames: amounts.map(({ column }) => column),
    }),
    aggregates: families.map((family) => ({
      areWhole: family.columns.map(({ dtype }) => dtype === 'Int64'),
      of: family.online(),
    })),
    aggregateNames: families.flatMap((family) => family.columns.map(({ name }) => name)),
    amounts,
    amountTimes: createAmountTimes(spec, calendar, clock),
    registers: valueNames.flatMap((name, source) => {
      const value = spec.values[name];
      return value?.kind === 'register' ? [{ source, options: value }] : [];
    }),
    cadenceMs: spec.time.cadence === undefined ? undefined : usual,
    usualMs: usual,
    isFinerThanReadings: usual > durationMs(spec.interval),
  };
};
