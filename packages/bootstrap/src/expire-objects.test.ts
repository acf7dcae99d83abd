import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openLocalBackend } from './local-backend.ts';

const DAY_S = 86_400;

test('what stages handed on is removed after a week, and nothing else', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'wattline-expire-'));
  const backend = await openLocalBackend({ dataDir });
  onTestFinished(async () => {
    backend.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  const { features, results } = backend.stores;
  const put = async (store: typeof features, key: string, days: number): Promise<void> => {
    await store.put(key, key);
    const at = Date.now() / 1_000 - days * DAY_S;
    await utimes(join(dataDir, store.name, key), at, at);
  };
  await put(features, 'work/old/replay-0/ingest/0/rows.parquet', 7.1);
  await put(features, 'work/new/replay-0/ingest/0/rows.parquet', 6.9);
  await put(features, 'feature-sets/a/version=1/manifest.json', 400);
  await put(results, 'runs/old/run.json', 400);
  expect(await backend.expireObjects()).toBe(1);
  const keys: string[] = [];
  for (const store of [features, results]) for await (const { key } of store.list('')) keys.push(key);
  expect(keys).toEqual([
    'feature-sets/a/version=1/manifest.json',
    'work/new/replay-0/ingest/0/rows.parquet',
    'runs/old/run.json',
  ]);
  const folders: string[] = [];
  for await (const folder of features.folders('work/')) folders.push(folder);
  expect(folders).toEqual(['work/new/']);
});
