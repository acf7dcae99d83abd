import { expect, test } from 'vitest';
import type { Manifest } from '../../publish/manifest.ts';
import { differencePairs } from './difference-pairs.ts';

/** A manifest of these files, `bucket period content`, in its shortest form. */
const manifest = (files: readonly string[], entityBuckets = 2): Manifest =>
  ({
    partitioning: { entityBuckets, period: 'month', keys: ['entity_bucket', 'period'] },
    spec: { time: { zone: 'UTC' } },
    columns: [{}, {}, {}],
    files: files.map((text) => {
      const [bucket, period, content = ''] = text.split(' ');
      const path = `features/entity_bucket=0${bucket}/period=${period}/part-0.parquet`;
      return { path, bytes: 1, sha256: content, rows: 10 };
    }),
  }) as unknown as Manifest;

const partitionNames = (files: readonly { readonly path: string }[]): string[] =>
  files.map(({ path }) => path.replace(/.*_bucket=0(\d)\/period=([^/]+).*/, '$1 $2'));

test('files that are the same byte for byte are not read', () => {
  const from = manifest(['0 2026-01 a', '0 2026-02 b', '1 2026-01 c']);
  const to = manifest(['0 2026-01 a', '0 2026-02 x', '0 2026-03 d']);
  const pairs = differencePairs(from, to);
  expect(pairs.map((pair) => [partitionNames(pair.from), partitionNames(pair.to)])).toEqual([
    [['0 2026-02'], ['0 2026-02']],
    [['1 2026-01'], []],
    [[], ['0 2026-03']],
  ]);
  expect(differencePairs(from, from)).toEqual([]);
});

test('files that were cut otherwise are compared month after month, each instant in one month only', () => {
  const from = manifest(['0 2026-01 a', '1 2026-02 b']);
  const to = manifest(['0 2026-01 a', '0 2026-02 b'], 1);
  const pairs = differencePairs(from, to);
  const windows = pairs.map(({ window }) => window ?? { fromMs: 0, toMs: 0 });
  for (const [index, { fromMs }] of windows.entries())
    if (index > 0) expect(fromMs).toBe(windows[index - 1]?.toMs);
  expect(windows[0]?.fromMs).toBeLessThan(Date.UTC(2026, 0, 1));
  expect(windows.at(-1)?.toMs).toBeGreaterThan(Date.UTC(2026, 2, 1));
  const january = pairs.find(({ window }) => window?.fromMs === Date.UTC(2026, 0, 1));
  // What is local to another zone may be in the file of the next month.
  expect(partitionNames(january?.from ?? [])).toEqual(['0 2026-01', '1 2026-02']);
});

test('a pair with too many cells is compared in pieces of time, which leave nothing out', () => {
  const from = manifest(['0 2026-01 a']);
  const to = manifest(['0 2026-01 b']);
  const pieces = differencePairs(from, to, 7);
  // 20 rows of 3 columns.
  expect(pieces).toHaveLength(9);
  expect(pieces.every((pair) => pair.from.length === 1 && pair.to.length === 1)).toBe(true);
  const windows = pieces.map(({ window }) => window ?? { fromMs: 0, toMs: 0 });
  for (const [index, { fromMs }] of windows.entries())
    if (index > 0) expect(fromMs).toBe(windows[index - 1]?.toMs);
  expect(windows[0]?.fromMs).toBeLessThan(Date.UTC(2026, 0, 1));
  expect(windows.at(-1)?.toMs).toBeGreaterThan(Date.UTC(2026, 1, 1));
  expect(differencePairs(from, to, 60)).toHaveLength(1);
});
