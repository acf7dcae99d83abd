import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cut, ReadCut } from '@wattline/engine/cuts';
import type { DoneShare } from '@wattline/worker/stage';
import { expect, test } from 'vitest';
import type { IngestReader } from './open-ingest-reader.ts';
import { readByCuts } from './read-by-cuts.ts';

const cuts: readonly Cut[] = [0, 10, 20].map((from) => ({ from, to: from + 10 }));

const readCut = (cut: Cut): ReadCut => ({
  read: {
    ...{ cut, from: cut.from, to: cut.to },
    rows: { read: 1, kept: 1, lines: 1, buckets: [{ bucket: 0, rows: 1 }] },
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

const readWith = async (shares: readonly DoneShare[]) => {
  const again: number[] = [];
  const reader = {
    run: async (task: string, { cut }: { cut: Cut }) => {
      if (task === 'cut') return cuts;
      again.push(cut.from);
      return readCut(cut);
    },
  } as unknown as IngestReader;
  const found = await readByCuts(
    { reader },
    {
      divide: async () => [...shares],
      ...{ cutBytes: 10, name: 'a.csv', how: {}, signal: new AbortController().signal },
      raw: { path: 'a.csv', ref: { store: 'staging', key: 'a.csv', bytes: 30, sha256: '' } },
      folder: join(mkdtempSync(join(tmpdir(), 'wattline-by-cuts-')), 'cuts'),
    },
  );
  return { again, from: found?.map(({ read, files }) => [read.from, files.rows]) };
};

test('what other workers read is taken, and what is none of these cuts is read again', async () => {
  const all = cuts.map(share);
  const [first, second, third] = [
    share({ from: 0, to: 10 }),
    share({ from: 10, to: 20 }),
    share({ from: 20, to: 30 }),
  ];
  expect(await readWith(all)).toEqual({
    again: [],
    from: [0, 10, 20].map((from) => [from, 'theirs']),
  });
  const strange: readonly DoneShare[] = [
    { result: { read: { ...readCut({ from: 10, to: 20 }).read, rows: {} } }, files: second.files },
    { result: second.result, files: [] },
    share({ from: 20, to: 30 }),
  ];
  for (const one of strange)
    expect(await readWith([first, one, third])).toEqual({
      again: [10],
      from: [0, 10, 20].map((from) => [from, from === 10 ? 'rows' : 'theirs']),
    });
});
