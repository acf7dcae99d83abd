import { addTo, type ExactSum, SPLIT } from './exact-sum.ts';
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

/** What a run of values comes to, and all before it: places in the numbers that `addRun` works on. */
const [COUNT, HIGH, LOW, LEAST, MOST, SQUARES_HIGH, SQUARES_LOW] = [0, 1, 2, 3, 4, 5, 6] as const;
const RUN = 7;
/** Of a day there are the first three. */
const DAY = 3;

/** Adds a run, or a day. Numbers go from array to array: handed to a function, each of them would be an object. */
const addSlot = (sums: ValueSums, slot: number, from: Float64Array): void => {
  sums[slot] = (sums[slot] ?? 0) + (from[COUNT] ?? 0);
  addTo(sums, slot + 1, from[HIGH] ?? 0);
  sums[slot + 2] = (sums[slot + 2] ?? 0) + (from[LOW] ?? 0);
};

/**
 * Adds values in a row; NaN is none. Every reading of a dataset comes by here: called often and without a loop around its
 * own, it is compiled at once, and then no number becomes an object.
 */
const addRun = (run: Float64Array, values: Float64Array, from: number, until: number): void => {
  let count = 0;
  let high = 0;
  let low = 0;
  let least = run[LEAST] ?? 0;
  let most = run[MOST] ?? 0;
  let squaresHigh = run[SQUARES_HIGH] ?? 0;
  let squaresLow = run[SQUARES_LOW] ?? 0;
  for (let row = from; row < until; row += 1) {
    const value = values[row] ?? Number.NaN;
    // What is no number is unlike itself.
    // biome-ignore lint/suspicious/noSelfCompare: a call for each reading takes longer
    if (value !== value) continue;
    count += 1;
    if (value < least) least = value;
    if (value > most) most = value;
    // As `addTo` does it.
    const sum = high + value;
    const part = sum - high;
    low += high - (sum - part) + (value - part);
    high = sum;
    // As `product` does it.
    const square = value * value;
    const wide = SPLIT * value;
    const top = wide - (wide - value);
    const rest = value - top;
    const squares = squaresHigh + square;
    const added = squares - squaresHigh;
    squaresLow += squaresHigh - (squares - added) + (square - added);
    squaresLow += top * top - square + 2 * top * rest + rest * rest;
    squaresHigh = squares;
  }
  run[COUNT] = count;
  run[HIGH] = high;
  run[LOW] = low;
  run[LEAST] = least;
  run[MOST] = most;
  run[SQUARES_HIGH] = squaresHigh;
  run[SQUARES_LOW] = squaresLow;
};

/** Adds the values of a day, hour by hour, and leaves what they come to in `day`. */
const addDay = (
  sums: ValueSums,
  run: Float64Array,
  day: Float64Array,
  values: Float64Array,
  hours: Uint8Array,
  from: number,
  until: number,
): void => {
  let dayCount = 0;
  let dayHigh = 0;
  let dayLow = 0;
  let row = from;
  while (row < until) {
    const hour = hours[row] ?? 0;
    let end = row + 1;
    while (end < until && hours[end] === hour) end += 1;
    addRun(run, values, row, end);
    row = end;
    const count = run[COUNT] ?? 0;
    if (count === 0) continue;
    addSlot(sums, hour * SLOT, run);
    const high = run[HIGH] ?? 0;
    const low = run[LOW] ?? 0;
    dayCount += count;
    const sum = dayHigh + high;
    const part = sum - dayHigh;
    dayLow += dayHigh - (sum - part) + (high - part) + low;
    dayHigh = sum;
  }
  day[COUNT] = dayCount;
  day[HIGH] = dayHigh;
  day[LOW] = dayLow;
};

/** As `addDay`, to what all of them come to; a function of its own, so that it is compiled once and stays so. */
const addOneDay = (
  sums: ValueSums,
  run: Float64Array,
  day: Float64Array,
  values: Float64Array,
  hours: Uint8Array,
  { from, until, weekday, month }: ReadingRows['days'][number],
): void => {
  addDay(sums, run, day, values, hours, from, until);
  if (day[COUNT] === 0) return;
  addSlot(sums, (HOURS + weekday) * SLOT, day);
  addSlot(sums, (HOURS + WEEKDAYS + month) * SLOT, day);
};

/** Adds the values of rows; NaN is none. */
export const addValues = (
  sums: ValueSums,
  values: Float64Array,
  { hours, days }: Pick<ReadingRows, 'hours' | 'days'>,
): void => {
  const [run, day] = [new Float64Array(RUN), new Float64Array(DAY)];
  run[LEAST] = sums[MIN] ?? 0;
  run[MOST] = sums[MAX] ?? 0;
  run[SQUARES_HIGH] = sums[SQUARES] ?? 0;
  run[SQUARES_LOW] = sums[SQUARES + 1] ?? 0;
  for (const one of days) addOneDay(sums, run, day, values, hours, one);
  sums[MIN] = run[LEAST] ?? 0;
  sums[MAX] = run[MOST] ?? 0;
  sums[SQUARES] = run[SQUARES_HIGH] ?? 0;
  sums[SQUARES + 1] = run[SQUARES_LOW] ?? 0;
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
