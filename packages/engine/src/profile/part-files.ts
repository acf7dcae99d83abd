import pl, { type DataFrame } from 'nodejs-polars';
import { writeKept } from '../features/feature-file.ts';
import { scanFile } from '../features/scan-file.ts';
import type { Sample } from './sample.ts';
import { SUMS, type ValueSums } from './value-sums.ts';

/** The numbers of a piece's part of a profile. */
export interface PartNumbers {
  readonly bucket: number;
  readonly period: string;
  readonly sums: readonly ValueSums[];
  readonly sample: Sample;
}

/** Files of such numbers, of all pieces of a version. */
export interface PartFiles {
  readonly sums: string;
  readonly sample: string;
}

const sumNames = Array.from({ length: SUMS }, (_, i) => `sum ${i}`);

const numbers = (name: string, of: Float64Array): pl.Series => pl.Series(name, of, pl.Float64);

/** For each part as many numbers as it has. */
const repeated = <Value>(
  parts: readonly PartNumbers[],
  count: (part: PartNumbers) => number,
  value: (part: PartNumbers) => Value,
): Value[] => parts.flatMap((part) => Array.from({ length: count(part) }, () => value(part)));

const joined = (arrays: readonly Float64Array[]): Float64Array => {
  const all = new Float64Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const one of arrays) {
    all.set(one, place);
    place += one.length;
  }
  return all;
};

export const writeParts = async (
  parts: readonly PartNumbers[],
  columns: number,
  { sums, sample }: PartFiles,
): Promise<void> => {
  const rows = parts.flatMap((part) => part.sums);
  const own = (part: PartNumbers): number => part.sums.length;
  const taken = (part: PartNumbers): number => part.sample.orders.length;
  const named = (count: (part: PartNumbers) => number): pl.Series[] => [
    numbers('bucket', Float64Array.from(repeated(parts, count, ({ bucket }) => bucket))),
    pl.Series(
      'period',
      repeated(parts, count, ({ period }) => period),
      pl.String,
    ),
  ];
  await writeKept(
    pl
      .DataFrame([
        ...named(own),
        ...sumNames.map((name, i) =>
          numbers(
            name,
            Float64Array.from(rows, (one) => one[i] ?? 0),
          ),
        ),
      ])
      .lazy(),
    sums,
  );
  await writeKept(
    pl
      .DataFrame([
        ...named(taken),
        numbers('order', joined(parts.map((part) => part.sample.orders))),
        ...Array.from({ length: columns }, (_, i) =>
          numbers(`value ${i}`, joined(parts.map((part) => part.sample.values[i] ?? new Float64Array()))),
        ),
      ])
      .lazy(),
    sample,
  );
};

const numbersOf = (frame: DataFrame, name: string): Float64Array => {
  const found: unknown = frame.getColumn(name).toTypedArray();
  if (found instanceof Float64Array) return found;
  throw new Error(`${name} has no numbers alone`);
};

/** The rows of each piece, which lie together: by bucket and period. */
const piecesIn = async (
  path: string,
): Promise<{ frame: DataFrame; rows: Map<string, readonly [number, number]> }> => {
  const frame = await scanFile(path).collect();
  const [bucket, period] = [pl.col('bucket'), pl.col('period')];
  const begins = await frame
    .lazy()
    .select(bucket, period, pl.intRange(0, frame.height).cast(pl.Float64).alias('row'))
    .filter(
      bucket
        .neq(bucket.shift(1))
        .or(period.neq(period.shift(1)))
        .fillNull(pl.lit(true)),
    )
    .collect();
  const at = [...numbersOf(begins, 'row'), frame.height];
  const periods = begins.getColumn('period').toArray();
  const rows = new Map(
    [...numbersOf(begins, 'bucket')].map(
      (one, i) => [`${one} ${periods[i]}`, [at[i] ?? 0, at[i + 1] ?? 0]] as const,
    ),
  );
  return { frame, rows };
};

/** Reads what `writeParts` wrote. @param every of so many readings one was taken */
export const readParts = async (
  files: PartFiles,
  { columns, every }: { readonly columns: number; readonly every: number },
): Promise<
  (piece: {
    readonly bucket: number;
    readonly period: string;
  }) => Omit<PartNumbers, 'bucket' | 'period'> | undefined
> => {
  const [sums, sample] = await Promise.all([piecesIn(files.sums), piecesIn(files.sample)]);
  const added = sumNames.map((name) => numbersOf(sums.frame, name));
  const orders = numbersOf(sample.frame, 'order');
  const values = Array.from({ length: columns }, (_, i) => numbersOf(sample.frame, `value ${i}`));
  return ({ bucket, period }) => {
    const own = sums.rows.get(`${bucket} ${period}`);
    if (own === undefined) return undefined;
    const [from, until] = sample.rows.get(`${bucket} ${period}`) ?? [0, 0];
    return {
      sums: Array.from({ length: own[1] - own[0] }, (_, i) =>
        Float64Array.from(added, (numbersOfSum) => numbersOfSum[own[0] + i] ?? 0),
      ),
      sample: {
        every,
        orders: orders.slice(from, until),
        values: values.map((column) => column.slice(from, until)),
      },
    };
  };
};
