import { secondPass } from '@wattline/cells';
import { contentOf, type PlacedRow } from '../cells/rows.ts';
import type { Clock } from './clock.ts';

/** Clocks went back at `change`: what they showed in the `length` ms before it they showed again after it. */
interface RepeatedHour {
  readonly change: number;
  readonly length: number;
}

const DAY = 86_400_000;

const hoursIn = (clock: Clock, from: number, to: number): RepeatedHour[] => {
  const offsets = clock.offsets(from - DAY, to + DAY);
  return offsets.flatMap(({ from: change, offset }, index) => {
    const before = offsets[index - 1];
    return before !== undefined && before.offset > offset ? [{ change, length: before.offset - offset }] : [];
  });
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

const extent = (rows: readonly PlacedRow[]): [from: number, to: number] => {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { at } of rows) {
    from = Math.min(from, at);
    to = Math.max(to, at);
  }
  return [from, to];
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
  const hours = hoursIn(clock, ...extent(rows));
  if (hours.length === 0) return rows;
  const isLate = policy === 'latest';
  const hourAt = (at: number, late: boolean): RepeatedHour | undefined =>
    hours.find(({ change, length }) => {
      const from = late ? change : change - length;
      return at >= from && at < from + length;
    });
  const outside = rows.filter(({ at }) => hourAt(at, isLate) === undefined);
  const keys = new Set(outside.map(({ entity, at }) => `${at} ${entity}`));
  const repeatsElsewhere = keys.size < outside.length;
  const moves = new Map<PlacedRow, number>();
  for (const own of Map.groupBy(rows, ({ entity }) => entity).values()) {
    const descending = isDescending(own);
    if (descending === undefined) continue;
    for (const hour of hours) {
      // No reading goes to an instant that another owns.
      if (own.some(({ at }) => hourAt(at, !isLate) === hour)) continue;
      const doubtful = own.filter(({ at, isOpenPass }) => isOpenPass && hourAt(at, isLate) === hour);
      if (doubtful.length === 0) continue;
      const second = secondPass(
        doubtful.map((row, i) => ({ row: i, at: row.at, content: contentOf(row) })),
        { descending, repeatsElsewhere },
      );
      if (second === undefined) continue;
      const moved = new Set(second);
      for (const [i, row] of doubtful.entries()) {
        if (moved.has(i) && !isLate) moves.set(row, hour.length);
        if (!moved.has(i) && isLate) moves.set(row, -hour.length);
      }
    }
  }
  return moves.size === 0 ? rows : rows.map((row) => ({ ...row, at: row.at + (moves.get(row) ?? 0) }));
};
