import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { quarantineOf } from '@wattline/worker';
import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import {
  CUT_BYTES,
  notedReadings,
  startCuttingIngest,
  startOthers,
  WHOLE,
  whatItGave,
} from '../support/cut-runs.ts';
import { makeFolder } from '../support/folder.ts';
import { shareClaims } from '../support/share-claims.ts';
import { uploadText } from '../support/upload.ts';

/** One worker that reads whole files, and three that read cuts of them. */
const startBoth = async () => {
  const [alone, shared] = [await makeBackend(), await makeBackend()];
  await startCuttingIngest(alone, WHOLE, 'alone');
  for (const worker of ['one', 'two', 'three']) await startCuttingIngest(shared, CUT_BYTES, worker);
  for (const backend of [alone, shared]) await startOthers(backend);
  return { alone, shared };
};

test('workers that read one file in cuts make the version of one that reads it whole', async () => {
  const text = await notedReadings();
  const { alone, shared } = await startBoth();
  const whole = await settled(alone, await uploadText(alone, 'meters/a.csv', text));
  expect(whole.status).toBe('sealed');
  expect(quarantineOf(whole)).toBeDefined();

  const run = await uploadText(shared, 'meters/a.csv', text);
  const inCuts = await settled(shared, run);
  expect(await whatItGave(shared, inCuts)).toEqual(await whatItGave(alone, whole));
  const claims = await shareClaims(shared, run);
  expect(claims.length).toBe(Math.floor(Buffer.byteLength(text) / CUT_BYTES));
  expect(claims.map(({ by }) => by)).toContain('worker');
});

test('row groups of a Parquet file are read by all of them', async () => {
  const path = join(await makeFolder(), 'a.parquet');
  const frame = pl.readCSV(Buffer.from(await notedReadings()), { inferSchemaLength: 10_000 });
  await frame.lazy().sinkParquet(path, { rowGroupSize: 100, maintainOrder: true }).collect();
  const file = await readFile(path);
  const { alone, shared } = await startBoth();
  const whole = await settled(alone, await uploadText(alone, 'meters/a.parquet', file));
  expect(whole.status).toBe('sealed');
  expect(quarantineOf(whole)).toBeDefined();
  const run = await uploadText(shared, 'meters/a.parquet', file);
  const inCuts = await settled(shared, run);
  expect(await whatItGave(shared, inCuts)).toEqual(await whatItGave(alone, whole));
  expect((await shareClaims(shared, run)).map(({ by }) => by)).toContain('worker');
});

test('what a packed file holds is read by all of them, from one object among the work of its run', async () => {
  const text = await notedReadings();
  const packed = Buffer.concat([gzipSync(text.slice(0, 5_000)), gzipSync(text.slice(5_000))]);
  const { alone, shared } = await startBoth();
  const whole = await settled(alone, await uploadText(alone, 'meters/a.csv.gz', packed));
  expect(whole.status).toBe('sealed');
  const run = await uploadText(shared, 'meters/a.csv.gz', packed);
  const inCuts = await settled(shared, run);
  expect(await whatItGave(shared, inCuts)).toEqual(await whatItGave(alone, whole));
  expect((await shareClaims(shared, run)).map(({ by }) => by)).toContain('worker');
  const lent: number[] = [];
  for await (const { bytes } of shared.stores.features.list(`work/${run}/replay-0/ingest/0/shares/files/`))
    lent.push(bytes);
  expect(lent).toEqual([Buffer.byteLength(text)]);
});
