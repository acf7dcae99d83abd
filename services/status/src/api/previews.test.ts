import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Preview } from '@wattline/api';
import { expect, onTestFinished, test } from 'vitest';
import { openPreviewReader } from '../preview/open-preview-reader.ts';
import { previewPart } from '../preview/preview-part.ts';
import { openTestStatus, type TestStatus } from '../testing/open-test-status.ts';
import { readings } from '../testing/readings.ts';

const open = (): Promise<TestStatus> => openTestStatus({ stages: [] });

const preview = ({ app }: TestStatus, bytes: string | Uint8Array, name: string, spec?: string) => {
  const form = new FormData();
  form.set('file', new Blob([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)]), name);
  form.set('name', name);
  if (spec !== undefined) form.set('spec', spec);
  return app.request('/api/v1/previews', { method: 'POST', body: form });
};

const codeOf = async (response: Response): Promise<[number, string]> => [
  response.status,
  ((await response.json()) as { code: string }).code,
];

const everything = async ({ chain }: TestStatus): Promise<string[]> => {
  const keys: string[] = [];
  for (const store of Object.values(chain.stores)) for await (const { key } of store.list('')) keys.push(key);
  const left = await readdir(join(chain.scratch, 'previews')).catch(() => []);
  return [...keys, ...left];
};

test('the first part of a file, packed or not: its spec and its first features, and nothing stays', async () => {
  const status = await open();
  const text = readings({ days: 30, meters: ['a', '<b>', '=c'] });
  const cut = text.slice(0, 30_005);
  for (const [bytes, name] of [
    [cut, 'meters.csv'],
    [gzipSync(text).subarray(0, 6_000), 'meters.csv.gz'],
  ] as const) {
    const response = await preview(status, bytes, name);
    const found = (await response.json()) as Preview;
    expect([response.status, found]).toMatchObject([200, { rowsRefused: 0, reasons: {} }]);
    expect(found.rowsRead).toBeGreaterThan(500);
    expect(found.spec).toMatch(/^entity: meter$/m);
    expect(found.columns).toContainEqual({ name: 'load', kind: 'numeric', role: 'value' });
    expect(found.features.columns).toEqual(expect.arrayContaining(['event_timestamp', 'meter', 'load_mean']));
    expect(found.features.rows[0]?.slice(0, 2)).toEqual(['2026-01-05T00:00:00.000Z', expect.any(String)]);
    expect(found.features.rows.length).toBeGreaterThan(5);
  }
  expect(await everything(status)).toEqual([]);
});

test('a spec that is given is worked by and given back', async () => {
  const status = await open();
  const spec =
    'time: { column: time }\nentity: meter\nvalues: { load: {} }\ninterval: 3h\nlags: { by: [3h] }\nrolling: { windows: [] }\n';
  const found = (await (await preview(status, readings(), 'a.csv', spec)).json()) as Preview;
  expect(found.spec).toBe(spec);
  expect(found.features.rows[1]?.[0]).toBe('2026-01-05T03:00:00.000Z');
  const wrong = await preview(status, readings(), 'a.csv', 'time: {}\n');
  expect(await codeOf(wrong)).toEqual([422, 'SPEC_INVALID']);
});

test('what is no table, or too much, is told', async () => {
  const status = await open();
  const cases: [string | Uint8Array, string, [number, string]][] = [
    [new Uint8Array(5_000), 'a.csv', [422, 'FILE_NOT_TABULAR']],
    ['PAR1 and more', 'a.parquet', [422, 'PREVIEW_NEEDS_FILE']],
    ['PAR1\0\0\0\0PAR1', 'a.parquet', [422, 'PARQUET_CORRUPT']],
    [new Uint8Array(4 * 2 ** 20 + 1), 'a.csv', [413, 'PREVIEW_TOO_LARGE']],
    [new Uint8Array(7 * 2 ** 20), 'a.csv', [413, 'BODY_TOO_LARGE']],
  ];
  for (const [bytes, name, wanted] of cases)
    expect([name, await codeOf(await preview(status, bytes, name))]).toEqual([name, wanted]);
  // A packed file that would not end is read so far and no farther.
  const bomb = await preview(status, gzipSync(Buffer.alloc(300_000_000, 'a,b\n')), 'a.csv.gz');
  expect((await codeOf(bomb))[0]).toBe(422);
  const none = await status.app.request('/api/v1/previews', { method: 'POST', body: new FormData() });
  expect(await codeOf(none)).toEqual([400, 'REQUEST_INVALID']);
  expect(await everything(status)).toEqual([]);
});

test('only so many at once; the others are told to come again', async () => {
  const status = await open();
  const all = await Promise.all(Array.from({ length: 5 }, () => preview(status, readings(), 'a.csv')));
  const codes = all.map((response) => response.status).toSorted();
  expect(codes).toEqual([200, 200, 503, 503, 503]);
  for (const response of all)
    if (response.status === 503) {
      expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(await codeOf(response)).toEqual([503, 'PREVIEWS_BUSY']);
    }
  expect((await preview(status, readings(), 'a.csv')).status).toBe(200);
});

test('a look that takes too long is ended, and its process with it', async () => {
  const { chain } = await open();
  const scratch = join(chain.scratch, 'previews');
  const bytes = Buffer.from(readings());
  const reader = openPreviewReader(1);
  onTestFinished(() => reader.close());
  const preview = previewPart({ bytes, name: 'a.csv' }, { scratch, reader, limits: { timeMs: 1 } });
  await expect(preview).rejects.toMatchObject({ code: 'PREVIEW_FAILED', place: { file: 'a.csv' } });
  expect(await readdir(scratch)).toEqual([]);
});
