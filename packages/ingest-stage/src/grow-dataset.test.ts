import { TransientError } from '@wattline/errors';
import type { LogEntry, StageWork } from '@wattline/worker/stage';
import { expect, test } from 'vitest';
import { growDataset } from './grow-dataset.ts';
import type { IngestReader } from './open-ingest-reader.ts';
import type { CheckedFile } from './reader-tasks.ts';

const facts = {
  content: { sha256: 's', bytes: 1 },
  timeFormat: 'iso',
  refusedTimes: false,
  columns: [],
  header: [],
  constants: {},
  units: {},
  vocabularies: {},
};

const checked = {
  plan: { version: 'v', spec: {} },
  readings: [],
  profile: {},
  kept: {
    dataset: { spec: { time: {}, values: {}, categories: {}, drop: [], partition: {} }, specSource: 'file' },
    upload: { ...facts, readings: [] },
  },
} as unknown as CheckedFile;

test('two attempts of one run beside each other write one entry', async () => {
  const log: LogEntry[] = [];
  let reading = 0;
  let allRead = (): void => {};
  const bothRead = new Promise<void>((resolve) => {
    allRead = resolve;
  });
  const access: NonNullable<StageWork['dataset']> = {
    entries: async () => [...log],
    append: async (entry) => {
      if (entry.entry <= log.length) return false;
      log.push(entry);
      return true;
    },
    afterSweep: async () => undefined,
    awaits: () => Promise.reject(new Error('nothing is deleted')),
    keep: () => Promise.reject(new Error('nothing is kept')),
    pieces: async () => undefined,
    keepPieces: async () => undefined,
    partitions: async () => [],
    raw: async () => undefined,
    drift: async () => undefined,
    other: async () => undefined,
    sealed: async () => undefined,
    noteJoins: async () => undefined,
    fetch: async () => [],
  };
  const attempt = () =>
    growDataset({
      access,
      reader: {} as IngestReader,
      run: { run: 'r', upload: { key: 'a.csv', order: '1' } } as StageWork['run'],
      replay: 0,
      specFile: { path: 'wattline.yaml', name: 'wattline.yaml' },
      raw: {} as StageWork['inputs'][number],
      read: async () => {
        reading += 1;
        if (reading === 2) allRead();
        await bothRead;
        return checked;
      },
      folder: 'joined',
      signal: new AbortController().signal,
    });
  const grown = await Promise.all([attempt(), attempt()]);
  expect(log).toHaveLength(1);
  expect(grown.map(({ entry, uploads }) => [entry, uploads])).toEqual([
    [1, 1],
    [1, 1],
  ]);
});

test('an upload that has to be read again and is gone refuses the one that asks for it', async () => {
  const other = { run: 'other', upload: { key: 'b.csv', order: '0' }, readings: [] };
  const { dataset } = checked.kept;
  const known = {
    dataset: { ...dataset, spec: { ...dataset.spec, entity: 'meter' } },
    upload: facts,
  };
  const grown = growDataset({
    access: {
      entries: async () => [
        { type: 'upload', entry: 1, at: '', replay: 0, ...other, facts: known, version: 'v', again: [] },
      ],
      append: () => Promise.reject(new Error('nothing is added')),
      afterSweep: async () => undefined,
      awaits: () => Promise.reject(new Error('nothing is deleted')),
      keep: () => Promise.reject(new Error('nothing is kept')),
      pieces: async () => undefined,
      keepPieces: async () => undefined,
      partitions: async () => [],
      raw: async () => undefined,
      drift: async () => undefined,
      other: async () => undefined,
      sealed: async () => undefined,
      noteJoins: async () => undefined,
      fetch: () =>
        Promise.reject(new TransientError('INPUT_MISSING', 'b.csv is missing', { remedy: 'replay' })),
    },
    reader: {} as IngestReader,
    run: { run: 'r', upload: { key: 'a.csv', order: '1' } } as StageWork['run'],
    replay: 0,
    specFile: { path: 'wattline.yaml', name: 'wattline.yaml' },
    raw: {} as StageWork['inputs'][number],
    read: async () => checked,
    folder: 'joined',
    signal: new AbortController().signal,
  });
  await expect(grown).rejects.toMatchObject({ code: 'UPLOAD_GONE', place: { file: 'b.csv' } });
});
