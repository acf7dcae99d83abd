const DAY = 86_400_000;

/** What the numbered periods of a day show. */
export interface CountedDay {
  /** Where the last of them ends, ms from midnight on. */
  readonly until: number;
  /** Whether some of them have letters: 3A, 3B. */
  readonly isLettered: boolean;
}

/**
 * How long a day is that begins at a midnight (ms, as if it were UTC).
 *
 * @param offsets of the zone, from a day before to a day after it
 */
export const dayLength = (
  offsets: readonly { readonly from: number; readonly offset: number }[],
  midnight: number,
): number => {
  const offsetAt = (wall: number): number =>
    offsets.findLast(({ from, offset }) => from + offset <= wall)?.offset ?? offsets[0]?.offset ?? 0;
  return DAY - (offsetAt(midnight + DAY) - offsetAt(midnight));
};

/**
 * Whether a day's periods are named by the clock, not counted through: they have letters, a day of 23 hours has a 24th,
 * or one of 25 ends with its 24th.
 */
export const isClockDay = ({ until, isLettered }: CountedDay, length: number): boolean =>
  isLettered || (length < DAY ? until > length : length > DAY && until === DAY);
