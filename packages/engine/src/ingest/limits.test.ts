import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import { ingestContent, rejectionOf, scratchFolder, simpleSpec } from './testing/ingest-text.ts';

const times = (count: number): string[] =>
  Array.from({ length: count }, (_, hour) => new Date(Date.UTC(2021, 0, 1, hour)).toISOString());

const wide = (columns: number): string => {
  const names = Array.from({ length: columns }, (_, index) => `c${index}`);
  const rows = times(5).map((time, row) =>
    [time, ...names.map((_, index) => (index * 7 + row) % 100)].join(),
  );
  return `${[['t', ...names].join(), ...rows].join('\n')}\n`;
};

test('too many columns are refused before they are looked at, and the spec’s key raises the limit', async () => {
  expect(await rejectionOf(wide(20_000))).toMatchObject({
    code: 'COLUMNS_TOO_MANY',
    message: expect.stringContaining('has 20,001 columns; at most 2,000 are read'),
    remedy: expect.stringContaining('limits.maxColumns'),
  });
  const spec = { time: { column: 't' }, values: { c1: {} }, limits: { maxColumns: 3_000 } };
  const { plan, receipt } = await ingestContent(wide(2_500), { spec });
  expect(receipt.rows.accepted).toBe(5);
  // They say what may be read, not what is made of it.
  expect(plan.spec.limits).toBeUndefined();
  const { limits, ...without } = spec;
  expect((await ingestContent(wide(1_500), { spec: without })).plan.version).toBe(
    (await ingestContent(wide(1_500), { spec })).plan.version,
  );
});

test('too many rows', async () => {
  const text = `t,v\n${times(50)
    .map((time) => `${time},1\n`)
    .join('')}`;
  const spec = { ...simpleSpec, limits: { maxRows: 49 } };
  expect(await rejectionOf(text, { spec })).toMatchObject({
    code: 'ROWS_TOO_MANY',
    remedy: expect.stringContaining('limits.maxRows'),
  });
  await ingestContent(text, { spec: { ...simpleSpec, limits: { maxRows: 50 } } });
});

test('a packed file that unfolds to hundreds of times its size', async () => {
  const row = '2021-01-01T00:00:00Z,1\n';
  const rows = Buffer.concat([Buffer.from('t,v\n'), Buffer.alloc(200 * 2 ** 20, row)]);
  const bomb = gzipSync(rows, { level: 4 });
  expect(await rejectionOf(bomb)).toMatchObject({
    code: 'GZIP_BOMB',
    remedy: expect.stringContaining('limits.maxDecodedRatio'),
  });
});

test('a Parquet file whose footer says so is refused before it is read', async () => {
  const path = join(scratchFolder(), 'bomb.parquet');
  const rows = 20_000_000;
  const bomb = pl
    .DataFrame({ t: [Date.UTC(2021, 0, 1)] })
    .lazy()
    .select(pl.intRange({ start: 0, end: rows }).mul(0).add(1).alias('v'));
  await bomb.sinkParquet(path, { compression: 'zstd' }).collect();
  expect(await rejectionOf(readFileSync(path))).toMatchObject({
    code: 'DECODED_TOO_LARGE',
    message: expect.stringMatching(/unfolds to 153 MiB, [\d,]+ times its size; at most 200 times are read$/),
    remedy: expect.stringContaining('limits.maxDecodedRatio'),
  });
});
