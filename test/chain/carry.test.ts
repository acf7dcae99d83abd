import type { LocalBackend } from '@wattline/bootstrap';
import { ledgerKeys, type Receipt } from '@wattline/worker';
import { expect, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { startEngineWorkers } from '../support/engine-workers.ts';
import { uploadText } from '../support/upload.ts';

const spec = `time: { column: time, cadence: 6h }
interval: 6h
entity: meter
values: { load: {} }
lags: { by: [1d] }
partition: { entityBuckets: 2, period: month }
`;

const DAY = 86_400_000;

/** Four readings a day of each meter. */
const days = (from: string, count: number, meters: readonly string[], load = 1): string => {
  const lines = Array.from({ length: count * 4 }, (_, quarter) => {
    const at = new Date(Date.parse(from) + (quarter * DAY) / 4).toISOString();
    return meters.map((meter) => `${at},${meter},${load + (quarter % 7)}`).join('\n');
  });
  return `time,meter,load\n${lines.join('\n')}\n`;
};

/** One meter in each bucket. */
const METERS = ['a', 'north'];

/** Partitions that are made, files of readings that ingest hands on, and files that it joins. */
const files: readonly {
  readonly text: string;
  readonly made: number;
  readonly read: number;
  readonly joined: number;
}[] = [
  // January to June, of both buckets.
  { text: days('2024-01-01', 182, METERS), made: 12, read: 2, joined: 0 },
  // June ends, and July begins.
  { text: days('2024-07-01', 1, METERS), made: 4, read: 6, joined: 2 },
  { text: days('2024-07-02', 1, METERS), made: 2, read: 4, joined: 4 },
  // March, and April, which looks back to it.
  { text: 'time,meter,load\n2024-03-31T12:00:00Z,a,99\n', made: 2, read: 3, joined: 2 },
  // Before all others: both buckets begin earlier.
  { text: days('2023-12-30', 2, METERS), made: 4, read: 4, joined: 2 },
  // A meter is silent from July on, and comes again in September: it has rows in between.
  { text: days('2024-09-05', 1, ['north']), made: 3, read: 3, joined: 1 },
];

/** Counts the files of readings that ingest takes to join them. */
const countJoined = ({ stores }: LocalBackend): (() => number) => {
  const { features } = stores;
  const file = features.file.bind(features);
  let count = 0;
  features.file = (key, folder, options) => {
    if (/\/dataset-\d+\/inputs\//.test(folder) && /\/(readings|joined)-[^/]*$/.test(key)) count += 1;
    return file(key, folder, options);
  };
  return () => {
    const counted = count;
    count = 0;
    return counted;
  };
};

interface Manifest {
  readonly version: string;
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

const json = async <T>({ stores }: LocalBackend, store: 'features' | 'results', key: string): Promise<T> => {
  const found = await stores[store].get(key);
  return JSON.parse(new TextDecoder().decode(found?.body)) as T;
};

const manifestOf = (backend: LocalBackend, version: string | undefined): Promise<Manifest> =>
  json(backend, 'features', `feature-sets/town/version=${version}/manifest.json`);

/** Files of readings that ingest handed on. */
const readingsRead = async (backend: LocalBackend, run: string): Promise<number> => {
  const done = await json<{ outputs: { labels?: { kind?: string }; to?: unknown }[] }>(
    backend,
    'results',
    ledgerKeys(run).done(0, 'ingest', 0),
  );
  return done.outputs.filter(({ labels, to }) => labels?.kind === 'readings' && to !== undefined).length;
};

/** Shared files of feature rows that publish wrote: what it takes over is named, not copied. */
const filesWritten = async (backend: LocalBackend, { run }: Receipt): Promise<number> => {
  const done = await json<{ outputs: { key: string }[] }>(
    backend,
    'results',
    ledgerKeys(run).done(0, 'publish', 0),
  );
  return done.outputs.filter(({ key }) => key.startsWith('feature-sets/town/files/')).length;
};

const partitionsOf = ({ ingested }: Receipt) =>
  (ingested as { dataset: { partitions: { made: number; carried: number } } }).dataset.partitions;

test('an upload makes the partitions that it reaches, and reads what they need', async () => {
  const [growing, whole] = [await makeBackend(), await makeBackend()];
  const joinedFiles = countJoined(growing);
  for (const backend of [growing, whole]) await startEngineWorkers(backend);
  let before: Manifest | undefined;
  for (const [index, { text, made, read, joined }] of files.entries()) {
    const upload = async (backend: LocalBackend): Promise<Receipt> => {
      const run = await uploadText(backend, `town/${index}.csv`, text, index === 0 ? spec : undefined);
      const receipt = await settled(backend, run);
      expect([index, receipt.status, receipt.error]).toEqual([index, 'sealed', undefined]);
      return receipt;
    };
    const [one, other] = [await upload(growing), await upload(whole)];
    // Without them nothing can be taken over.
    await whole.stores.features.delete(`feature-sets/town/version=${other.version}/partitions.json`);
    await whole.stores.features.delete(`readings/town/${other.run}/${other.run}-0/pieces.json`);
    const manifest = await manifestOf(growing, one.version);
    expect(manifest).toEqual(await manifestOf(whole, other.version));
    expect([index, partitionsOf(other).carried]).toEqual([index, 0]);
    expect([index, partitionsOf(one).made, await readingsRead(growing, one.run)]).toEqual([
      index,
      made,
      read,
    ]);
    expect([index, joinedFiles()]).toEqual([index, joined]);
    expect([index, await filesWritten(growing, one)]).toEqual([index, made]);
    const known = new Set(before?.files.map(({ path, sha256 }) => `${path} ${sha256}`));
    const taken = manifest.files.filter(({ path, sha256 }) => known.has(`${path} ${sha256}`));
    const partitions = taken.filter(({ path }) => path.startsWith('features/'));
    expect(partitions.length).toBeGreaterThanOrEqual(partitionsOf(one).carried);
    before = manifest;
  }
});

test('a version that was swept is not taken over from', async () => {
  const backend = await makeBackend();
  await startEngineWorkers(backend);
  const [first, second] = [days('2024-01-01', 40, METERS), days('2024-02-15', 1, METERS)];
  const one = await settled(backend, await uploadText(backend, 'town/0.csv', first, spec));
  const at = new Date().toISOString();
  const swept = { type: 'sweep', entry: 2, at, versions: [one.version] };
  await backend.stores.results.put('datasets/town/log/000002.json', JSON.stringify(swept));
  const two = await settled(backend, await uploadText(backend, 'town/1.csv', second));
  expect([two.status, partitionsOf(two).carried]).toEqual(['sealed', 0]);
});
