import type { FileRow } from '@wattline/online-transform';
import { createLog } from '@wattline/worker';
import { expect, test, vi } from 'vitest';
import { createPostedRows, type Posted, type StoreLimits } from './posted-rows.ts';

const NOW = new Date('2026-01-05T00:00:00Z');
/** Longer than any test. */
const NEVER = 60_000_000;

const of = (line: number, at: number) => ({ line, entity: 'a', at, values: [], words: [] });

const postedOf = (
  rows: readonly (readonly [at: number, row: FileRow])[],
  more: Partial<Posted> = {},
): Posted => ({
  dataset: 'town',
  version: '1',
  emptyCells: 'keep',
  rows: rows.map(([at, row], i) => ({ row, of: of(i + 1, at) })),
  ...more,
});

const open = (limits: Partial<StoreLimits> = {}) => {
  const files = new Map<string, unknown>();
  const put = vi.fn(async (key: string, body: Uint8Array | string) => {
    files.set(key, JSON.parse(String(body)));
    return { key, bytes: 1, etag: 'e', versionId: '1', modifiedAt: NOW };
  });
  const posted = createPostedRows(
    { name: 'staging', put },
    { storeMs: NEVER, storeRows: 1_000, ...limits },
    { now: () => NOW, log: createLog('serve', 'silent') },
  );
  return { ...posted, put, contents: () => [...files.values()] };
};

test('what comes within a while is one file, and who asked is answered once it is there', async () => {
  const { keep, flush, put, contents } = open();
  const first = keep(postedOf([[1, { t: 1, load: 5 }]]));
  const second = keep(postedOf([[2, { t: 2, load: 6 }]]));
  expect(put).not.toHaveBeenCalled();
  await flush();
  const [file] = await first;
  expect(await second).toEqual([file]);
  expect(file?.key).toMatch(/^staging-directory\/town\/posted\/20260105T000000000Z-[0-9a-f]{8}\.json$/);
  expect(contents()).toEqual([
    [
      { t: 1, load: 5 },
      { t: 2, load: 6 },
    ],
  ]);
});

test('enough rows wait no longer, nor do those after a flush', async () => {
  const { keep, flush, contents } = open({ storeRows: 2 });
  await keep(
    postedOf([
      [1, { t: 1 }],
      [2, { t: 2 }],
    ]),
  );
  await flush();
  await keep(postedOf([[3, { t: 3 }]]));
  expect(contents()).toEqual([[{ t: 1 }, { t: 2 }], [{ t: 3 }]]);
});

test('they wait no longer than a while', async () => {
  const { keep, contents } = open({ storeMs: 1 });
  expect(await keep(postedOf([[1, { t: 1 }]]))).toHaveLength(1);
  expect(contents()).toHaveLength(1);
});

test('datasets, and versions, have files of their own', async () => {
  const { keep, flush, put } = open();
  const all = [
    keep(postedOf([[1, { t: 1 }]])),
    keep(postedOf([[1, { t: 1 }]], { dataset: 'plant' })),
    keep(postedOf([[1, { t: 1 }]], { version: '2' })),
  ];
  await flush();
  await Promise.all(all);
  expect(put.mock.calls.map(([key]) => key.split('/')[1]).toSorted()).toEqual(['plant', 'town', 'town']);
});

test('of one entity and time the later cells count; an empty one erases only where that is said', async () => {
  const rows = [
    [1, { t: 1, load: 5, temp: 9 }],
    [1, { t: 1, load: 7, temp: null }],
    [2, { t: 2, load: 8 }],
  ] as const;
  const keeps = open();
  await Promise.all([keeps.keep(postedOf(rows)), keeps.flush()]);
  expect(keeps.contents()).toEqual([
    [
      { t: 1, load: 7, temp: 9 },
      { t: 2, load: 8 },
    ],
  ]);
  const erases = open();
  await Promise.all([erases.keep(postedOf(rows, { emptyCells: 'erase' })), erases.flush()]);
  // In one file, the second would have an empty cell too.
  expect(erases.contents()).toEqual([[{ t: 1, load: 7, temp: null }], [{ t: 2, load: 8 }]]);
});

test('rows that none may be beside have files of their own, after those that came before them', async () => {
  const { keep, flush, contents } = open();
  const before = keep(postedOf([[1, { t: 1, load: 5 }]]));
  const { rows } = postedOf([
    [1, { t: 1, load: 6 }],
    [2, { t: 2 }],
  ]);
  const files = await keep(postedOf([], { rows, parts: rows.map((row) => [row]) }));
  expect(files).toHaveLength(2);
  const after = keep(postedOf([[3, { t: 3 }]]));
  await flush();
  await Promise.all([before, after]);
  expect(contents()).toEqual([[{ t: 1, load: 5 }], [{ t: 1, load: 6 }], [{ t: 2 }], [{ t: 3 }]]);
});

test('what comes later is put later, however long the store takes', async () => {
  const { keep, put } = open({ storeRows: 1 });
  const held = Promise.withResolvers<undefined>();
  const usual = put.getMockImplementation();
  put.mockImplementationOnce(async (...given) => {
    await held.promise;
    return usual?.(...given) ?? Promise.reject(new Error('no store'));
  });
  const both = [keep(postedOf([[1, { t: 1 }]])), keep(postedOf([[1, { t: 1, load: 2 }]]))];
  await new Promise(setImmediate);
  expect(put).toHaveBeenCalledTimes(1);
  held.resolve(undefined);
  await Promise.all(both);
  expect(put).toHaveBeenCalledTimes(2);
});

test('a store that fails is said to everybody who waits, also to who looks later', async () => {
  const { keep, flush, put } = open();
  put.mockRejectedValueOnce(new Error('no answer'));
  const waiting = [keep(postedOf([[1, { t: 1 }]])), keep(postedOf([[2, { t: 2 }]]))];
  await flush();
  for (const one of waiting)
    await expect(one).rejects.toMatchObject({
      status: 503,
      code: 'STORE_FAILED',
      remedy: expect.stringContaining('send them again'),
    });
});
