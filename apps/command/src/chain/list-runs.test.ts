import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLocalBackend } from '@wattline/bootstrap';
import { defaultKeepDays } from '@wattline/topology';
import { ledgerKeys, replayRun } from '@wattline/worker';
import { expect, onTestFinished, test } from 'vitest';
import { indexRun, listSummaries } from './list-runs.ts';
import type { CommandBackend } from './open.ts';

const open = async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'wattline-runs-'));
  const local = await openLocalBackend({ dataDir });
  onTestFinished(async () => {
    local.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  const { results } = local.stores;
  const read: string[] = [];
  const write = (key: string, document: object) => results.put(key, JSON.stringify(document));
  const { dataDir: _, ...withoutFolder } = local;
  const backend: CommandBackend = {
    ...withoutFolder,
    stores: {
      ...local.stores,
      results: {
        ...results,
        get: (key, options) => {
          read.push(key);
          return results.get(key, options);
        },
      },
    },
    close: async () => {},
    place: (_, key) => key,
    idle: true,
    keepDays: defaultKeepDays,
    pollMs: 1,
  };
  const begin = (run: string, minute: number, dataset = 'a') => {
    const at = new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
    const upload = { bucket: 'staging', key: `staging-directory/${dataset}/${run}.csv`, etag: run, bytes: 1 };
    return write(ledgerKeys(run).run, {
      run,
      dataset,
      upload: { ...upload, at, order: `${at} 1` },
      createdAt: at,
    });
  };
  const seal = async (run: string) => {
    const at = new Date(Date.UTC(2026, 0, 2)).toISOString();
    for (const stage of ['ingest', 'publish'] as const)
      await write(ledgerKeys(run).done(0, stage, 0), {
        stage,
        part: 0,
        parts: 1,
        startedAt: at,
        finishedAt: at,
        outputs: [],
        result: stage === 'publish' ? { version: run } : {},
      });
  };
  const list = async (dataset?: string) => {
    read.length = 0;
    return (await listSummaries(backend, dataset)).map(({ run, status }) => `${run} ${status}`);
  };
  return { backend: { ...backend, dataDir }, dataDir, begin, seal, list, read };
};

test('runs are listed the newest first, and one that has ended is read once', async () => {
  const { backend, dataDir, begin, seal, read } = await open();
  const list = async (dataset?: string) => {
    read.length = 0;
    return (await listSummaries(backend, dataset)).map(({ run, status }) => `${run} ${status}`);
  };
  await begin('first', 1);
  await seal('first');
  await begin('second', 2, 'b');
  const both = ['second waiting', 'first sealed'];
  expect(await list()).toEqual(both);
  expect(read.some((key) => key.startsWith('runs/first/'))).toBe(true);
  expect(await list()).toEqual(both);
  expect(read.some((key) => key.startsWith('runs/first/'))).toBe(false);
  expect(await list('a')).toEqual(['first sealed']);

  // A replay begins an ended run again; nobody else writes that down while no stack runs.
  await seal('second');
  await replayRun(backend, 'first', 'ingest');
  await indexRun(backend, 'first');
  expect(await list()).toEqual(['second sealed', 'first waiting']);

  await rm(join(dataDir, 'results/runs/second'), { recursive: true });
  expect(await list()).toEqual(['first waiting']);
  await rm(join(dataDir, 'run-index.db'));
  expect(await list()).toEqual(['first waiting']);
});

test('without a folder for the index, the ledger alone is read', async () => {
  const { begin, seal, list } = await open();
  await begin('first', 1);
  await seal('first');
  expect(await list()).toEqual(['first sealed']);
  expect(await list()).toEqual(['first sealed']);
});
