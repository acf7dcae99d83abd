import { type CountedDay, dayLength, isClockDay, namingOf, type PeriodNaming } from '@wattline/cells';
import { fixedOffsetMs } from '@wattline/time-zones';
import { clockOffsets } from '../../features/clock-changes.ts';

const DAY = 86_400_000;

/** Days by their midnight in ms as if it were UTC. */
export type CountedDays = ReadonlyMap<number, CountedDay>;

/** Days of several pieces of a file as one. */
const joinCountedDays = (pieces: readonly CountedDays[]): CountedDays => {
  const days = new Map<number, CountedDay>();
  for (const [day, { until, isLettered, room }] of pieces.flatMap((piece) => [...piece])) {
    const before = days.get(day);
    days.set(day, {
      until: Math.max(until, before?.until ?? 0),
      isLettered: isLettered || before?.isLettered === true,
      ...(room !== undefined && { room }),
    });
  }
  return days;
};

/** How the days that show it are named, where that is one way. */
const sharedNaming = (namings: readonly (PeriodNaming | undefined)[]): PeriodNaming | undefined => {
  const [naming, ...more] = new Set(namings.filter((one) => one !== undefined));
  return more.length === 0 ? naming : undefined;
};

/** How long each day is, in a zone in which clocks change. */
const lengthsIn = (zone: string, days: Iterable<number>): ((day: number) => number) => {
  const [from, to] = [...days].reduce<[number, number]>(
    ([least, most], day) => [Math.min(least, day), Math.max(most, day)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const offsets = clockOffsets(zone, from - 2 * DAY, to + 2 * DAY);
  return (day) => dayLength(offsets, day);
};

/**
 * Days whose periods are named by the clock, not counted through.
 *
 * @param all days of the file, as far as they are known: one that does not show it is named as the others are
 */
const clockDays = (days: CountedDays, zone: string, all: CountedDays = days): ReadonlySet<number> => {
  const lettered = [...days].flatMap(([day, { isLettered }]) => (isLettered ? [day] : []));
  if (days.size === 0 || fixedOffsetMs(zone) !== undefined) return new Set(lettered);
  const lengthOf = lengthsIn(zone, [...days.keys(), ...all.keys()]);
  const others = sharedNaming([...all].map(([day, found]) => namingOf(found, lengthOf(day))));
  return new Set(
    [...days].flatMap(([day, found]) => (isClockDay(found, lengthOf(day), others) ? [day] : [])),
  );
};

/** Days as they are met piece by piece, and how each piece took them. */
export interface DayLog {
  /** Those of a piece that are the clock's, by what the piece shows and what was known before. */
  readonly take: (piece: CountedDays) => ReadonlySet<number>;
  readonly found: () => CountedDays;
  /** Days that pieces took for the clock's. */
  readonly clock: () => ReadonlySet<number>;
  /** Days that pieces took for counted through. */
  readonly counted: () => ReadonlySet<number>;
}

/** `known`: days of the whole file, from an earlier reading. */
export const createDayLog = (zone: string, known: CountedDays | undefined): DayLog => {
  let found: CountedDays = new Map();
  const clock = new Set<number>();
  const counted = new Set<number>();
  return {
    take: (piece) => {
      found = joinCountedDays([found, piece]);
      const whole = joinCountedDays(
        known === undefined ? [piece] : [piece, new Map([...known].filter(([day]) => piece.has(day)))],
      );
      const days = clockDays(whole, zone, known);
      for (const day of piece.keys()) (days.has(day) ? clock : counted).add(day);
      return days;
    },
    found: () => found,
    clock: () => clock,
    counted: () => counted,
  };
};

/** The days of a whole file, where a piece took one of them in another way than the whole shows; else undefined. */
export const misjudgedDays = (
  pieces: readonly Pick<DayLog, 'found' | 'clock' | 'counted'>[],
  zone: string,
): CountedDays | undefined => {
  const days = joinCountedDays(pieces.map((piece) => piece.found()));
  const right = clockDays(days, zone);
  const isWrong = pieces.some(
    (piece) =>
      [...piece.clock()].some((day) => !right.has(day)) || [...piece.counted()].some((day) => right.has(day)),
  );
  return isWrong ? days : undefined;
};

/**
 * Days on which clocks change that are not whole, where no day of the file shows how periods are named: they are taken as
 * counted through from midnight.
 */
export const unshownDays = (pieces: readonly Pick<DayLog, 'found'>[], zone: string): readonly number[] => {
  const days = joinCountedDays(pieces.map((piece) => piece.found()));
  if (days.size === 0 || fixedOffsetMs(zone) !== undefined) return [];
  const lengthOf = lengthsIn(zone, days.keys());
  const all = [...days].map(([day, found]) => ({ day, found, length: lengthOf(day) }));
  if (all.some(({ found, length }) => namingOf(found, length) !== undefined)) return [];
  return all.flatMap(({ day, found: { until }, length }) =>
    length !== DAY && until < Math.min(length, DAY) ? [day] : [],
  );
};
