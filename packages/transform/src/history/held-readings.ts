import type { Reading } from '../reading.ts';

/** The readings of one entity in the order of time, each time once; column by column. */
export interface HeldReadings {
  readonly at: readonly number[];
  /** Of each value column; NaN where there is none. */
  readonly values: readonly (readonly number[])[];
  readonly words: readonly (readonly (string | null)[])[];
  /** The place of the first reading at an instant or later. */
  readonly placeOf: (at: number) => number;
  /** Takes a reading; where there is one for its time, its cells give way to those that the new one has. */
  readonly add: (reading: Reading) => void;
  /** Those at an instant or later. */
  readonly from: (at: number) => Reading[];
  /** Leaves out those before a place. */
  readonly drop: (before: number) => void;
}

/** @param begun lists that it may change */
export const createHeldReadings = (
  valueColumns: number,
  wordColumns: number,
  emptyCells: 'keep' | 'erase',
  begun?: {
    readonly at: number[];
    readonly values: readonly number[][];
    readonly words: readonly (string | null)[][];
  },
): HeldReadings => {
  const at = begun?.at ?? [];
  const values = begun?.values ?? Array.from({ length: valueColumns }, (): number[] => []);
  const words = begun?.words ?? Array.from({ length: wordColumns }, (): (string | null)[] => []);
  const placeOf = (instant: number): number => {
    let [low, high] = [0, at.length];
    if (instant > (at[high - 1] ?? Number.NEGATIVE_INFINITY)) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((at[middle] ?? 0) < instant) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const replace = (place: number, reading: Reading): void => {
    for (const [i, column] of values.entries()) {
      const number = reading.values[i] ?? Number.NaN;
      if (emptyCells === 'erase' || !Number.isNaN(number)) column[place] = number;
    }
    for (const [i, column] of words.entries()) {
      const word = reading.words[i] ?? null;
      if (emptyCells === 'erase' || word !== null) column[place] = word;
    }
  };
  return {
    at,
    values,
    words,
    placeOf,
    add: (reading) => {
      const place = placeOf(reading.at);
      if (at[place] === reading.at) {
        replace(place, reading);
        return;
      }
      if (place === at.length) {
        at.push(reading.at);
        for (let i = 0; i < values.length; i += 1) values[i]?.push(reading.values[i] ?? Number.NaN);
        for (let i = 0; i < words.length; i += 1) words[i]?.push(reading.words[i] ?? null);
        return;
      }
      at.splice(place, 0, reading.at);
      for (const [i, column] of values.entries()) column.splice(place, 0, reading.values[i] ?? Number.NaN);
      for (const [i, column] of words.entries()) column.splice(place, 0, reading.words[i] ?? null);
    },
    from: (instant) => {
      const first = placeOf(instant);
      return at.slice(first).map((time, i) => ({
        at: time,
        values: values.map((column) => column[first + i] ?? Number.NaN),
        words: words.map((column) => column[first + i] ?? null),
      }));
    },
    drop: (before) => {
      at.splice(0, before);
      for (const column of values) column.splice(0, before);
      for (const column of words) column.splice(0, before);
    },
  };
};
