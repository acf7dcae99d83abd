import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { SpecInput } from '@wattline/spec';
import pl, { type DataFrame } from 'nodejs-polars';
import { expect, test } from 'vitest';
import '../../polars/index.ts';
import { createRandom } from '../fuzz/random.ts';
import { readInCuts } from '../testing/in-cuts.ts';
import { lenient } from '../testing/ingest-text.ts';
import { outcomeOf } from '../testing/outcome-of.ts';
import { cutFile } from './cut-file.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'wattline-row-groups-'));

const parquetOf = async (frame: DataFrame, rowGroupSize: number): Promise<Buffer> => {
  const path = join(folder(), 'x.parquet');
  await frame.lazy().sinkParquet(path, { rowGroupSize, maintainOrder: true }).collect();
  return readFileSync(path);
};

/** Readings of some meters, some of them refused, with a time of one of the kinds that writers use. */
const readings = (random: () => number, count: number): DataFrame => {
  const at = Array.from({ length: count }, (_, index) => new Date(Date.UTC(2024, 0, 1, 0, 10 * index)));
  const isText = random() < 0.3;
  const seen = (share: number): boolean => random() < share;
  const frame = pl.DataFrame({
    t: at.map((time) => (isText ? (seen(0.02) ? 'never' : time.toISOString()) : time.getTime())),
    meter: at.map((_, index) => `m${index % 3}`),
    v: at.map((_, index) => (seen(0.02) ? Number.NaN : seen(0.02) ? Number.POSITIVE_INFINITY : index / 4)),
    note: at.map(() => (seen(0.5) ? 'plain' : 'größe')),
    whole: at.map((_, index) => index % 7),
  });
  if (isText) return frame;
  const time = pl.col('t').cast(pl.Int64).cast(pl.Datetime('ms'));
  return frame.withColumn(seen(0.5) ? time : time.dt.replaceTimeZone('UTC'));
};

const withEntity: SpecInput = {
  ...lenient,
  entity: 'meter',
  categories: { note: { vocabulary: ['plain'] } },
};
const specs: readonly (SpecInput | undefined)[] = [undefined, lenient, withEntity];

const FILES = Number(process.env.WATTLINE_ROW_GROUP_FILES ?? 12);

test(`${FILES} files of rows, each cut from its row groups alone, give what the whole gives`, async () => {
  let cutUp = 0;
  for (let index = 0; index < FILES; index += 1) {
    const random = createRandom(9_000_000 + index);
    const count = 1 + Math.floor(random() * 9_000);
    const plain = await parquetOf(readings(random, count), 1 + Math.floor(random() * count));
    const content = random() < 0.8 ? plain : gzipSync(plain);
    const path = join(folder(), 'input');
    writeFileSync(path, content);
    const given = specs[index % specs.length];
    const spec = given && { spec: given };
    const rowBytes = random() * 20 * count;
    const read = await readInCuts(path, folder(), { ...spec, rowBytes, cut: () => [] });
    if (read === undefined) continue;
    const { cuts, unpacked, again } = read;
    expect(again).toBe(0);
    cutUp += cuts.length > 1 ? 1 : 0;
    expect(await outcomeOf(content, { ...spec, cuts, unpacked }), String(index)).toEqual(
      await outcomeOf(content, { ...spec }),
    );
  }
  expect(cutUp).toBeGreaterThan(FILES / 3);
});

test('rows are cut by what they decode to, and refused ones keep the numbers that they have in the file', async () => {
  const count = 5_000;
  const frame = pl.DataFrame({
    t: Array.from({ length: count }, (_, index) => new Date(Date.UTC(2024, 0, 1, index)).toISOString()),
    v: Array.from({ length: count }, (_, index) => (index === 4_321 ? Number.POSITIVE_INFINITY : index)),
  });
  const own = folder();
  const path = join(own, 'a.parquet');
  writeFileSync(path, await parquetOf(frame, 1_000));
  const cutBy = (bytes: number) =>
    cutFile({ path, name: 'a.parquet', folder: own, scratch: join(own, 'scratch'), bytes, atMost: 0 });
  expect((await cutBy(20_000)).cuts?.cuts).toEqual(
    [0, 1, 2, 3, 4].map((from) => ({ from: 1_000 * from, to: 1_000 * (from + 1) })),
  );
  expect((await cutBy(45_000)).cuts?.cuts.map(({ to }) => to)).toEqual([2_000, 4_000, 5_000]);
  expect((await cutBy(200_000)).cuts).toBeUndefined();
  const read = await readInCuts(path, own, { spec: lenient, rowBytes: 20_000, cut: () => [] });
  expect(read?.cuts).toHaveLength(5);
  const refused = await outcomeOf(readFileSync(path), { spec: lenient, cuts: read?.cuts ?? [] });
  expect(refused).toMatchObject({ refused: expect.stringMatching(/^4322,v/m) });
});
