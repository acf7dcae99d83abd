import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cut, ENGINE_VERSION, type ReadCut } from '@wattline/engine/cuts';
import type { DoneShare, ShareWork } from '@wattline/worker/stage';
import { expect, test } from 'vitest';
import { CutPlan } from './cut-plan.ts';
import type { IngestReader } from './open-ingest-reader.ts';
import { type ByCuts, readByCuts, readSharedCut } from './read-by-cuts.ts';

const cuts: readonly Cut[] = [0, 10, 20].map((from) => ({ from, to: from + 10 }));

const readCut = (cut: Cut): ReadCut => ({
  read: {
    ...{ cut, from: cut.from, to: cut.to },
    rows: { read: 1, kept: 1, lines: 1, byCode: [1] },
    ...{ entities: [], vocabularies: [], others: [] },
    refusals: { refused: 0, emptied: [], noNumbers: [], tallies: [] },
    times: { days: [], clock: [], counted: [], owned: [], shifted: [] },
  },
  files: { rows: 'rows' },
});
const share = (cut: Cut): DoneShare => ({
  result: { read: readCut(cut).read },
  files: [{ name: 'rows.arrow', path: 'theirs' }],
});

const readWith = async (shares: readonly DoneShare[], unpacked?: ByCuts['unpacked']) => {
  const again: number[] = [];
  const plans: unknown[] = [];
  const reader = {
    run: async (task: string, { cut, unpacked: from }: { cut: Cut; unpacked?: ByCuts['unpacked'] }) => {
      if (task === 'cut') return { cuts: { cuts }, unpacked };
      expect(from).toEqual(unpacked && { ...unpacked, path: 'lent' });
      again.push(cut.from);
      return readCut(cut);
    },
  } as unknown as IngestReader;
  const found = await readByCuts(
    { reader },
    {
      divide: async ({ plan }) => {
        plans.push(plan);
        return [...shares];
      },
      lend: async () => ({
        path: 'lent',
        ref: { store: 'features', key: 'work/lent', bytes: 30, sha256: '' },
      }),
      ...{ cutBytes: 10, name: 'a.csv', how: {}, signal: new AbortController().signal },
      raw: { path: 'a.csv', ref: { store: 'staging', key: 'a.csv', bytes: 30, sha256: '' } },
      folder: join(mkdtempSync(join(tmpdir(), 'wattline-by-cuts-')), 'cuts'),
    },
  );
  return {
    again,
    from: found.cuts?.map(({ read, files }) => [read.from, files.rows]),
    unpacked: found.unpacked,
    plan: CutPlan.parse(plans[0]),
  };
};

test('what other workers read is taken, and what is none of these cuts is read again', async () => {
  const all = cuts.map(share);
  const [first, second, third] = [
    share({ from: 0, to: 10 }),
    share({ from: 10, to: 20 }),
    share({ from: 20, to: 30 }),
  ];
  expect(await readWith(all)).toMatchObject({
    again: [],
    from: [0, 10, 20].map((from) => [from, 'theirs']),
  });
  const strange: readonly DoneShare[] = [
    { result: { read: { ...readCut({ from: 10, to: 20 }).read, rows: {} } }, files: second.files },
    { result: second.result, files: [] },
    share({ from: 20, to: 30 }),
  ];
  for (const one of strange)
    expect(await readWith([first, one, third])).toMatchObject({
      again: [10],
      from: [0, 10, 20].map((from) => [from, from === 10 ? 'rows' : 'theirs']),
    });
});

test('what a packed file holds is lent to the others, and read where it is then', async () => {
  const [first, , third] = cuts.map(share);
  if (first === undefined || third === undefined) throw new Error('there are three cuts');
  const strange: DoneShare = { result: {}, files: [] };
  expect(await readWith([first, strange, third], { path: 'unpacked', packing: 'gz' })).toMatchObject({
    again: [10],
    unpacked: { path: 'lent', packing: 'gz' },
    plan: { unpacked: { ref: { key: 'work/lent' }, packing: 'gz' } },
  });
});

test('a worker asks for the row groups of its share, and those that all look at', async () => {
  const asked: unknown[] = [];
  const given: unknown[] = [];
  const span = (from: number) => ({ from, to: from + 10 });
  const ref = { store: 'staging' as const, key: 'a.parquet', bytes: 60, sha256: '' };
  const plan: CutPlan = {
    ...{ format: 3, engine: ENGINE_VERSION, raw: ref, name: 'a.parquet' },
    cuts: [...cuts],
    bytes: { all: [span(0), span(50)], own: [10, 20, 30].map(span) },
  };
  const reader = {
    run: async (_: string, task: { readonly cut: Cut }) => {
      given.push(task);
      return readCut(task.cut);
    },
  } as unknown as IngestReader;
  const scratch = mkdtempSync(join(tmpdir(), 'wattline-shared-cut-'));
  await readSharedCut(
    { reader },
    {
      ...{ run: {} as ShareWork['run'], plan, share: 1, scratch, signal: new AbortController().signal },
      partOf: async (...of) => {
        asked.push(of);
        return 'part';
      },
      log: { info: () => undefined } as unknown as ShareWork['log'],
    },
  );
  expect(asked).toEqual([[ref, [span(0), span(50), span(20)]]]);
  expect(given).toEqual([{ path: 'part', name: 'a.parquet', folder: join(scratch, 'cut'), cut: cuts[1] }]);
});
