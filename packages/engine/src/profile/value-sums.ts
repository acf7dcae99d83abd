import { addTo, type ExactSum, product } from './exact-sum.ts';
import type { ReadingRows } from './reading-rows.ts';

const HOURS = 24;
const WEEKDAYS = 7;
const MONTHS = 12;
/** By local hour, weekday from Monday and month, one after the other: a count, and a sum of two doubles. */
const SLOTS = HOURS + WEEKDAYS + MONTHS;
const SLOT = 3;
const [MIN, MAX, SQUARES] = [SLOTS * SLOT, SLOTS * SLOT + 1, SLOTS * SLOT + 2];

/** How many numbers the sums of a column are. */
export const SUMS = SQUARES + 2;

/** What a column's values come to: numbers that are put together from parts in any order. */
export type ValueSums = Float64Array;

export const noSums = (): ValueSums => {
  const sums = new Float64Array(SUMS);
  sums[MIN] = Number.POSITIVE_INFINITY;
  sums[MAX] = Number.NEGATIVE_INFINITY;
  return sums;
};

/** Adds the values of rows; NaN is none. */
export const addValues = (sums: ValueSums, values: Float64Array, rows: ReadingRows): void => {
  const { hours, days } = rows;
  const day = new Float64Array(2);
  let [least, most] = [sums[MIN] ?? 0, sums[MAX] ?? 0];
  for (const { from, until, weekday, month } of days) {
    day.fill(0);
    let count = 0;
    for (let row = from; row < until; row += 1) {
      const value = values[row] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      count += 1;
      if (value < least) least = value;
      if (value > most) most = value;
      const slot = (hours[row] ?? 0) * SLOT;
      sums[slot] = (sums[slot] ?? 0) + 1;
      addTo(sums, slot + 1, value);
      addTo(day, 0, value);
      const square = product(value, value);
      addTo(sums, SQUARES, square.high);
      sums[SQUARES + 1] = (sums[SQUARES + 1] ?? 0) + square.low;
    }
    if (count === 0) continue;
    for (const slot of [(HOURS + weekday) * SLOT, (HOURS + WEEKDAYS + month) * SLOT]) {
      sums[slot] = (sums[slot] ?? 0) + count;
      addTo(sums, slot + 1, day[0] ?? 0);
      sums[slot + 2] = (sums[slot + 2] ?? 0) + (day[1] ?? 0);
    }
  }
  sums[MIN] = least;
  sums[MAX] = most;
};

/** Adds the sums of a part. */
export const addSums = (sums: ValueSums, part: ValueSums): void => {
  for (let slot = 0; slot < SLOTS * SLOT; slot += SLOT) {
    const count = part[slot] ?? 0;
    if (count === 0) continue;
    sums[slot] = (sums[slot] ?? 0) + count;
    addTo(sums, slot + 1, part[slot + 1] ?? 0);
    sums[slot + 2] = (sums[slot + 2] ?? 0) + (part[slot + 2] ?? 0);
  }
  sums[MIN] = Math.min(sums[MIN] ?? 0, part[MIN] ?? 0);
  sums[MAX] = Math.max(sums[MAX] ?? 0, part[MAX] ?? 0);
  addTo(sums, SQUARES, part[SQUARES] ?? 0);
  sums[SQUARES + 1] = (sums[SQUARES + 1] ?? 0) + (part[SQUARES + 1] ?? 0);
};

/** A sum and how many values it is of. */
export interface Slot {
  readonly count: number;
  readonly sum: number;
}

/** What sums say of a column. */
export interface ValueTotals {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly sum: ExactSum;
  readonly squares: ExactSum;
  /** By local hour, by weekday from Monday, by month from January. */
  readonly hour: readonly Slot[];
  readonly weekday: readonly Slot[];
  readonly month: readonly Slot[];
}

export const totalsOf = (sums: ValueSums): ValueTotals => {
  const at = (place: number): number => sums[place] ?? 0;
  const slots = (from: number, length: number): Slot[] =>
    Array.from({ length }, (_, i) => {
      const slot = (from + i) * SLOT;
      return { count: at(slot), sum: at(slot + 1) + at(slot + 2) };
    });
  const total = new Float64Array(2);
  let count = 0;
  for (let slot = 0; slot < HOURS * SLOT; slot += SLOT) {
    count += at(slot);
    addTo(total, 0, at(slot + 1));
    total[1] = (total[1] ?? 0) + at(slot + 2);
  }
  return {
    count,
    min: at(MIN),
    max: at(MAX),
    sum: { high: total[0] ?? 0, low: total[1] ?? 0 },
    squares: { high: at(SQUARES), low: at(SQUARES + 1) },
    hour: slots(0, HOURS),
    weekday: slots(HOURS, WEEKDAYS),
    month: slots(HOURS + WEEKDAYS, MONTHS),
  };
};
