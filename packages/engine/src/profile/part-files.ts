import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { scanFile } from '../features/scan-file.ts';
import { joinedNumbers, numbersOf } from './numbers.ts';
import type { Sample } from './sample.ts';
import { SUMS, type ValueSums } from './value-sums.ts';

/** The numbers of a piece's part of a profile. */
export interface PartNumbers {
  readonly sums: readonly ValueSums[];
  readonly sample: Sample;
}

/** Files of such numbers, of one piece after the other. */
export interface PartFiles {
  readonly sums: string;
  readonly sample: string;
}

/** A piece, and how many readings its sample has. */
export interface PartPlace {
  readonly bucket: number;
  readonly period: string;
  readonly taken: number;
}

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
/** Most of it are zeros, which the fastest level finds too. */
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Doubles one after the other, least byte first, and nothing else: a table takes several times as long to read. */
const writeNumbers = async (columns: readonly Float64Array[], path: string): Promise<void> => {
  const { buffer } = joinedNumbers(columns);
  await writeFile(path, await compress(new Uint8Array(buffer), LEVEL));
};

/** Releases before wrote tables. */
const isTable = (bytes: Buffer): boolean => bytes.toString('latin1', 0, 4) === 'PAR1';

const readNumbers = async (path: string, names: readonly string[]): Promise<Float64Array[]> => {
  const file = await readFile(path);
  if (isTable(file)) {
    const frame = await scanFile(path).collect();
    return names.map((name) => numbersOf(frame, name));
  }
  const bytes = await decompress(file);
  const numbers = new Float64Array(bytes.length / Float64Array.BYTES_PER_ELEMENT);
  new Uint8Array(numbers.buffer).set(bytes);
  const height = numbers.length / names.length;
  return names.map((_, i) => numbers.subarray(i * height, (i + 1) * height));
};

export const writeParts = async (
  parts: readonly PartNumbers[],
  columns: number,
  { sums, sample }: PartFiles,
): Promise<void> => {
  await writeNumbers(
    parts.flatMap((part) => part.sums),
    sums,
  );
  const values = Array.from({ length: columns }, (_, i) =>
    parts.map((part) => part.sample.values[i] ?? new Float64Array()),
  );
  await writeNumbers([...parts.map((part) => part.sample.orders), ...values.flat()], sample);
};

/**
 * Reads what `writeParts` wrote.
 *
 * @param places of its parts, in their order
 * @param options.every of so many readings one was taken
 */
export const readParts = async (
  files: PartFiles,
  places: readonly PartPlace[],
  { columns, every }: { readonly columns: number; readonly every: number },
): Promise<(piece: Omit<PartPlace, 'taken'>) => PartNumbers | undefined> => {
  const valueNames = Array.from({ length: columns }, (_, i) => `value ${i}`);
  const [[sums = new Float64Array()], [orders = new Float64Array(), ...values]] = await Promise.all([
    readNumbers(files.sums, ['sum']),
    readNumbers(files.sample, ['order', ...valueNames]),
  ]);
  const found = new Map<string, PartNumbers>();
  let row = 0;
  for (const [index, { bucket, period, taken }] of places.entries()) {
    const [from, until] = [row, row + taken];
    row = until;
    found.set(`${bucket} ${period}`, {
      sums: Array.from({ length: columns }, (_, i) => {
        const first = (index * columns + i) * SUMS;
        return sums.subarray(first, first + SUMS);
      }),
      sample: {
        every,
        orders: orders.subarray(from, until),
        values: values.map((column) => column.subarray(from, until)),
      },
    });
  }
  return ({ bucket, period }) => found.get(`${bucket} ${period}`);
};
