import { crc32 } from 'node:zlib';
import { letGo } from '../polars/let-go.ts';

/** Up to so many readings, all are sorted and correlated; of more, a sample. */
const SAMPLED = 1 << 18;
const WORDS = 2 ** 32;
/** The golden ratio of a word: its multiples lie evenly, whatever the rhythm of the readings. */
const GOLDEN = 0x9e3779b1;

/** Of so many readings one is taken: a power of two, so that a thinner sample is a part of a thicker one. */
export const sampledEvery = (rows: number, most = SAMPLED): number => {
  let every = 1;
  while (rows / every > most) every *= 2;
  return every;
};

/** Where the readings of a piece lie in the order in which they are taken: the first of them have the least numbers. */
export const sampleOrder = (bucket: number, period: string): ((row: number) => number) => {
  const first = crc32(`${bucket} ${period}`);
  return (row) => (Math.imul(row, GOLDEN) + first) >>> 0;
};

/** Whether a reading is taken. */
export const isSampled = (order: number, every: number): boolean => order < WORDS / every;

/** Readings that are taken of a piece. */
export interface Sample {
  /** Of so many readings one was taken. */
  readonly every: number;
  readonly orders: Float64Array;
  /** Of each column; NaN where there is none. */
  readonly values: readonly Float64Array[];
}

/** Rows of a piece that are taken, before their values are. */
export interface TakenRows {
  readonly orders: Float64Array;
  /** Undefined where all of them are. */
  readonly rows: Int32Array | undefined;
}

const picked = (column: Float64Array, rows: Int32Array): Float64Array => {
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) values[i] = column[rows[i] ?? 0] ?? Number.NaN;
  return values;
};

/**
 * Takes readings of a piece.
 *
 * @param rows of the piece among all, in their order; undefined where all are of it
 */
export const takeRows = (
  all: number,
  rows: readonly number[] | undefined,
  order: (row: number) => number,
  every: number,
): TakenRows => {
  const height = rows?.length ?? all;
  const taken = new Int32Array(height);
  const orders = new Float64Array(height);
  let count = 0;
  for (let row = 0; row < height; row += 1) {
    const place = order(row);
    if (!isSampled(place, every)) continue;
    taken[count] = rows?.[row] ?? row;
    orders[count] = place;
    count += 1;
  }
  const isWhole = rows === undefined && count === height;
  const own = { orders: orders.slice(0, count), rows: isWhole ? undefined : taken.slice(0, count) };
  letGo(orders);
  letGo(taken);
  return own;
};

/** Of a column, the values of rows that are taken. */
export const takeValues = (column: Float64Array, { rows }: TakenRows): Float64Array =>
  rows === undefined ? column : picked(column, rows);

/** A part of a sample: the same as if it had been taken of the piece. */
export const thinned = (sample: Sample, every: number): Sample => {
  if (sample.every === every) return sample;
  const rows = Int32Array.from(sample.orders.keys()).filter((i) => isSampled(sample.orders[i] ?? 0, every));
  return {
    every,
    orders: picked(sample.orders, rows),
    values: sample.values.map((column) => picked(column, rows)),
  };
};
