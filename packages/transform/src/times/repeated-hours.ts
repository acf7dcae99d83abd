import { secondPass } from '@wattline/cells';
import { contentOf, type PlacedRow } from '../cells/rows.ts';
import type { Clock } from './clock.ts';

/** Clocks went back at `change`: what they showed in the `length` ms before it they showed again after it. */
interface RepeatedHour {
  readonly change: number;
  readonly length: number;
}

const DAY = 86_400_000;

/** Instants that lie further apart are looked at each by itself: between them may be centuries. */
const APART = 400 * DAY;

const hoursIn = (clock: Clock, from: number, to: number): RepeatedHour[] => {
  const offsets = clock.offsets(from - DAY, to + DAY);
  return offsets.flatMap(({ from: change, offset }, index) => {
    const before = offsets[index - 1];
    return before !== undefined && before.offset > offset ? [{ change, length: before.offset - offset }] : [];
  });
};

/** The repeated hours about the times of rows, in order. */
const hoursAbout = (clock: Clock, rows: readonly PlacedRow[]): RepeatedHour[] => {
  const instants = Float64Array.from(rows, ({ at }) => at).sort();
  const hours: RepeatedHour[] = [];
  let from = instants[0] ?? 0;
  for (const [i, at] of instants.entries()) {
    const next = instants[i + 1] ?? Number.POSITIVE_INFINITY;
    if (next - at <= APART) continue;
    hours.push(...hoursIn(clock, from, at));
    from = next;
  }
  return hours;
};

/** In which of some hours an instant lies: before the change of the clocks, or after it. */
const createFinder = (hours: readonly RepeatedHour[], late: boolean) => {
  const beginOf = ({ change, length }: RepeatedHour): number => (late ? change : change - length);
  return (at: number): RepeatedHour | undefined => {
    let [low, high] = [0, hours.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const hour = hours[middle];
      if (hour !== undefined && beginOf(hour) <= at) low = middle + 1;
      else high = middle;
    }
    const hour = hours[low - 1];
    return hour !== undefined && at < beginOf(hour) + hour.length ? hour : undefined;
  };
};

/** Whether readings are in descending order of time; undefined where they are in none. */
const isDescending = (rows: readonly PlacedRow[]): boolean | undefined => {
  let [up, down] = [0, 0];
  for (const [i, { at }] of rows.entries()) {
    const before = rows[i - 1]?.at ?? at;
    if (at > before) up += 1;
    else if (at < before) down += 1;
  }
  return Math.min(up, down) <= Math.max(1, Math.max(up, down) * 0.02) ? down > up : undefined;
};

/**
 * Rows in the order in which they were given, local times read as the spec's policy says: those of the second pass of a
 * repeated hour, as that order shows, move to where they belong.
 */
export const withRepeatedHours = (
  rows: readonly PlacedRow[],
  clock: Clock,
  policy: 'order' | 'earliest' | 'latest' | 'quarantine',
): readonly PlacedRow[] => {
  if (rows.length === 0 || policy === 'quarantine') return rows;
  const hours = hoursAbout(clock, rows);
  if (hours.length === 0) return rows;
  const isLate = policy === 'latest';
  const [doubtfulHour, otherHour] = [createFinder(hours, isLate), createFinder(hours, !isLate)];
  const outside = rows.filter(({ at }) => doubtfulHour(at) === undefined);
  const keys = new Set(outside.map(({ entity, at }) => `${at} ${entity}`));
  const repeatsElsewhere = keys.size < outside.length;
  const moves = new Map<PlacedRow, number>();
  for (const own of Map.groupBy(rows, ({ entity }) => entity).values()) {
    const descending = isDescending(own);
    if (descending === undefined) continue;
    // No reading goes to an instant that another owns.
    const owned = new Set(own.map(({ at }) => otherHour(at)));
    const doubtful = Map.groupBy(
      own.filter(({ isOpenPass }) => isOpenPass),
      ({ at }) => doubtfulHour(at),
    );
    for (const [hour, some] of doubtful) {
      if (hour === undefined || owned.has(hour)) continue;
      const second = secondPass(
        some.map((row, i) => ({ row: i, at: row.at, content: contentOf(row) })),
        { descending, repeatsElsewhere },
      );
      if (second === undefined) continue;
      const moved = new Set(second);
      for (const [i, row] of some.entries()) {
        if (moved.has(i) && !isLate) moves.set(row, hour.length);
        if (!moved.has(i) && isLate) moves.set(row, -hour.length);
      }
    }
  }
  return moves.size === 0 ? rows : rows.map((row) => ({ ...row, at: row.at + (moves.get(row) ?? 0) }));
};
