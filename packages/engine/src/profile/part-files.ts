import pl from 'nodejs-polars';
import { writeKept } from '../features/feature-file.ts';
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

const written = (columns: readonly (readonly [name: string, numbers: Float64Array])[], path: string) =>
  writeKept(
    pl.DataFrame(columns.map(([name, numbers]) => pl.Series(name, numbers, pl.Float64))).lazy(),
    path,
  );

export const writeParts = async (
  parts: readonly PartNumbers[],
  columns: number,
  { sums, sample }: PartFiles,
): Promise<void> => {
  await written([['sum', joinedNumbers(parts.flatMap((part) => part.sums))]], sums);
  await written(
    [
      ['order', joinedNumbers(parts.map((part) => part.sample.orders))],
      ...Array.from(
        { length: columns },
        (_, i) =>
          [
            `value ${i}`,
            joinedNumbers(parts.map((part) => part.sample.values[i] ?? new Float64Array())),
          ] as const,
      ),
    ],
    sample,
  );
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
  const [sumFrame, sampleFrame] = await Promise.all([
    scanFile(files.sums).collect(),
    scanFile(files.sample).collect(),
  ]);
  const sums = numbersOf(sumFrame, 'sum');
  const orders = numbersOf(sampleFrame, 'order');
  const values = Array.from({ length: columns }, (_, i) => numbersOf(sampleFrame, `value ${i}`));
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
