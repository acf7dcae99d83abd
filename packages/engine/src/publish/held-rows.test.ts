import { rmSync } from 'node:fs';
import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import { heldRows } from './held-rows.ts';
import type { FeaturePartition } from './partition.ts';
import { type Row, writePartitions } from './partitions.fixture.ts';

const rows = Array.from(
  { length: 40 },
  (_, i): Row => ({ entity: i % 2, hour: i, load: i, lag: null, target: i }),
);
/** The last ten rows, and room for so many. */
const wanted = (rows: number) => ({
  columns: ['load', 'target'],
  where: pl.col('load').gtEq(pl.lit(30)),
  mostValues: rows * 2,
});
const write = (): Promise<FeaturePartition[]> => writePartitions(rows, { buckets: 2, periodHours: 1_000 });
const remove = (partitions: readonly FeaturePartition[]): void => {
  for (const { path } of partitions) rmSync(path);
};

test('few rows are all held: their files may go', async () => {
  const partitions = await write();
  const held = await heldRows(partitions, wanted(40));
  remove(partitions);
  expect(held.isAll).toBe(true);
  const frame = await held.rows.collect();
  expect([frame.height, frame.columns]).toEqual([40, ['load', 'target']]);
});

test('of more rows those that are wanted are held, in canonical order', async () => {
  const partitions = await write();
  const held = await heldRows(partitions.toReversed(), wanted(39));
  remove(partitions);
  expect(held.isAll).toBe(false);
  const loads = (await held.rows.collect()).getColumn('load').toArray();
  expect(loads).toEqual([30, 32, 34, 36, 38, 31, 33, 35, 37, 39]);
});

test('where those are too many as well, none is held', async () => {
  const partitions = await write();
  const held = await heldRows(partitions, wanted(9));
  expect(held.isAll).toBe(false);
  expect((await held.rows.collect()).height).toBe(10);
  remove(partitions);
  await expect(held.rows.collect()).rejects.toThrow();
});

test('what a view makes of files is not held', async () => {
  const partitions = (await write()).map((one) => ({ ...one, view: (frame: pl.LazyDataFrame) => frame }));
  const held = await heldRows(partitions, wanted(40));
  expect(held.isAll).toBe(true);
  remove(partitions);
  await expect(held.rows.collect()).rejects.toThrow();
});
