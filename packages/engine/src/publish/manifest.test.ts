import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spec } from '@wattline/spec';
import { expect, test } from 'vitest';
import { Manifest, makeManifest } from './manifest.ts';
import { manifestFile } from './manifest-file.ts';
import { partitionPath } from './partition.ts';
import { columns } from './partitions.fixture.ts';
import { sealedJson } from './sealed-json.ts';

const scaler = { method: 'none' as const, range: [0, 1] as [number, number], features: [], targets: [] };

const plan = {
  spec: Spec.parse({ time: { column: 't', cadence: '1h' }, values: { load: {} } }),
  version: '0123456789abcdef',
  engineVersion: '1',
  content: { sha256: 'ab', bytes: 2 },
};

test('a manifest survives its text, and its files are in order', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'manifest-')), 'part');
  writeFileSync(file, 'abc');
  const files = [
    await manifestFile({ file, path: partitionPath(3, '2017'), rows: 2 }),
    await manifestFile({ file, path: partitionPath(0, '2018') }),
  ];
  const set = { dataset: 'd', plan, columns, scaler, rows: 2, entities: 1, entityBuckets: 16 };
  const made = makeManifest({ ...set, files });
  const text = sealedJson(made);
  expect(sealedJson(Manifest.parse(JSON.parse(text)))).toBe(text);
  expect(sealedJson(makeManifest({ ...set, files: files.toReversed() }))).toBe(text);
  expect(made.files).toEqual([
    {
      path: 'features/entity_bucket=00/period=2018/part-0.parquet',
      bytes: 3,
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    },
    expect.objectContaining({ path: 'features/entity_bucket=03/period=2017/part-0.parquet', rows: 2 }),
  ]);
  expect(made.availability).toEqual({ rule: 'event_timestamp + interval', interval: '1h' });
  expect(made.serving).toMatchObject({
    families: ['calendar', 'values', 'coverage', 'lags'],
    readings: { values: ['load'], categories: [] },
  });
});
