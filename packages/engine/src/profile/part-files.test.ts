import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pl from 'nodejs-polars';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { joinedNumbers } from './numbers.ts';
import { type PartNumbers, readParts, writeParts } from './part-files.ts';
import { SUMS } from './value-sums.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattline-parts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const [EVERY, COLUMNS] = [3, 2];
const part = (taken: number, first: number): PartNumbers => ({
  sums: Array.from({ length: COLUMNS }, (_, c) =>
    Float64Array.from({ length: SUMS }, (_, i) => (i % 5 === 0 ? first + c + i / 7 : 0)),
  ),
  sample: {
    every: EVERY,
    orders: Float64Array.from({ length: taken }, (_, i) => first + i),
    values: Array.from({ length: COLUMNS }, (_, c) =>
      Float64Array.from({ length: taken }, (_, i) => Math.sqrt(first + c + i)),
    ),
  },
});
const pieces = [
  { bucket: 0, period: '2024-01', taken: 4 },
  { bucket: 0, period: '2024-02', taken: 0 },
  { bucket: 1, period: '2024-01', taken: 7 },
];
const parts = pieces.map(({ taken }, i) => part(taken, 10 * i - 5));

const readAll = async (files: Parameters<typeof readParts>[0]): Promise<unknown[]> => {
  const partOf = await readParts(files, pieces, { columns: COLUMNS, every: EVERY });
  return pieces.map((piece) => partOf(piece));
};

test('each piece has its own numbers again, to the last bit', async () => {
  const files = { sums: join(folder, 'sums.zst'), sample: join(folder, 'sample.zst') };
  await writeParts(parts, COLUMNS, files);
  expect(await readAll(files)).toEqual(parts);
});

test('the tables of releases before are read too', async () => {
  const files = { sums: join(folder, 'sums.parquet'), sample: join(folder, 'sample.parquet') };
  const values = Array.from({ length: COLUMNS }, (_, i) =>
    joinedNumbers(parts.map(({ sample }) => sample.values[i] ?? new Float64Array())),
  );
  pl.DataFrame({ sum: joinedNumbers(parts.flatMap(({ sums }) => sums)) }).writeParquet(files.sums);
  pl.DataFrame({
    order: joinedNumbers(parts.map(({ sample }) => sample.orders)),
    ...Object.fromEntries(values.map((column, i) => [`value ${i}`, column])),
  }).writeParquet(files.sample);
  expect(await readAll(files)).toEqual(parts);
});
