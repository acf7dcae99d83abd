const DAY = 86_400_000;

/** What the numbered periods of a day show. */
export interface CountedDay {
  /** Where the last of them ends, ms from midnight on. */
  readonly until: number;
  /** Whether some of them have letters: 3A, 3B. */
  readonly isLettered: boolean;
  /** Where the last ends that a day of this file has room for, ms: of a row a day, its columns say so. */
  readonly room?: number | undefined;
}

/** How numbered periods are named: by what clocks show, or counted through from midnight. */
export type PeriodNaming = 'clock' | 'counted';

/**
 * How long a day is that begins at a midnight (ms, as if it were UTC).
 *
 * @param offsets of the zone, from a day before to a day after it
 */
export const dayLength = (
  offsets: readonly { readonly from: number; readonly offset: number }[],
  midnight: number,
): number => {
  // A midnight that clocks show twice is the first of the two.
  const offsetAt = (wall: number): number =>
    offsets.findLast(
      ({ from, offset }, index) => from + Math.max(offset, offsets[index - 1]?.offset ?? offset) <= wall,
    )?.offset ??
    offsets[0]?.offset ??
    0;
  return DAY - (offsetAt(midnight + DAY) - offsetAt(midnight));
};

/**
 * What the periods of a day show by themselves: the clock's have letters, or a day of 23 hours has a 24th, or one of 25
 * ends with its 24th, or has no room for more.
 */
export const namingOf = (
  { until, isLettered, room }: CountedDay,
  length: number,
): PeriodNaming | undefined => {
  if (isLettered) return 'clock';
  if (length < DAY) return until > length ? 'clock' : undefined;
  if (length === DAY) return undefined;
  if (until > DAY) return 'counted';
  return until === DAY || (room ?? length) < length ? 'clock' : undefined;
};

/**
 * Whether a day's periods are named by the clock, not counted through.
 *
 * @param others how other days of the file are named, where that is one way: it holds for a day that does not show it
 */
export const isClockDay = (day: CountedDay, length: number, others?: PeriodNaming): boolean =>
  (namingOf(day, length) ?? (length === DAY ? undefined : others)) === 'clock';
