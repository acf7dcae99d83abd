import type { DataFrame, Series } from 'nodejs-polars';

/** The numbers of a series that has nothing else. */
export const doublesOf = (series: Series): Float64Array => {
  const numbers: unknown = series.toTypedArray();
  if (numbers instanceof Float64Array) return numbers;
  throw new Error(`${series.name} has no numbers alone`);
};

/** The numbers of a column that has nothing else. */
export const numbersOf = (frame: DataFrame, name: string): Float64Array => doublesOf(frame.getColumn(name));

/** One after the other. */
export const joinedNumbers = (arrays: readonly Float64Array[]): Float64Array => {
  const all = new Float64Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const one of arrays) {
    all.set(one, place);
    place += one.length;
  }
  return all;
};
