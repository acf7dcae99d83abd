import { ingestStage, openIngestReader } from '@wattline/ingest-stage';
import { type Backend, planVersion, type Receipt, replayRun } from '@wattline/worker';
import { expect, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { startEngineWorkers } from '../support/engine-workers.ts';
import { makeFolder } from '../support/folder.ts';
import { uploadText } from '../support/upload.ts';

const spec = (more = ''): string => `time: { column: time, cadence: 1h, zone: UTC }
entity: meter
values: { load: {} }
partition: { entityBuckets: 2, period: month }
${more}`;

/** Hourly readings of two meters from a day on. */
const days = (from: string, count: number): string => {
  const rows = Array.from({ length: count * 24 }, (_, hour) => {
    const at = new Date(Date.parse(`${from}T00:00Z`) + hour * 3_600_000).toISOString().slice(0, 19);
    return `${at},a,${hour % 24}\n${at},b,${hour % 7}\n`;
  });
  return `time,meter,load\n${rows.join('')}`;
};

const partitionsOf = ({ ingested }: Receipt) =>
  (ingested as { dataset?: { partitions?: { made: number; carried: number } } }).dataset?.partitions;

const everything = async ({ stores }: Pick<Backend, 'stores'>): Promise<string[]> => {
  const keys: string[] = [];
  for (const store of Object.values(stores))
    for await (const { key, etag } of store.list('')) keys.push(`${store.name} ${key} ${etag}`);
  return keys;
};

test('a plan says what its replay then makes, and changes nothing', async () => {
  const backend = await makeBackend();
  await startEngineWorkers(backend);
  await settled(backend, await uploadText(backend, 'town/january.csv', days('2024-01-01', 40), spec()));
  const newest = await uploadText(backend, 'town/february.csv', days('2024-02-10', 5));
  expect((await settled(backend, newest)).error).toBeUndefined();
  const reader = openIngestReader({ slots: 1 });
  const stage = ingestStage({ rowsPerPart: 1_000_000, reader });
  const { stores } = backend;
  const { signal } = new AbortController();
  const scratch = await makeFolder();
  const plan = (specText?: string) =>
    planVersion({ stores, dataset: 'town', stage, specText, scratch, signal });
  const before = await everything(backend);
  try {
    const same = await plan();
    expect(same).toMatchObject({ changed: false, run: newest, uploads: 2 });
    expect(same.partitions.carried).toBeGreaterThan(0);
    for (const [more, rawFiles] of [
      ['lags: { by: [2h] }\n', ['staging-directory/town/february.csv']],
      ['missing: ["3"]\n', ['staging-directory/town/february.csv', 'staging-directory/town/january.csv']],
    ] as const) {
      const planned = await plan(spec(more));
      expect(await everything(backend)).toEqual(before);
      expect([...planned.rawFiles].sort()).toEqual(rawFiles);
      expect(planned.bytesRead).toBeGreaterThan(0);
      expect(planned.bytesWritten).toBeGreaterThan(0);
      expect(planned.ms).toBeGreaterThan(0);
      await stores.staging.put('staging-directory/town/wattline.yaml', spec(more));
      await replayRun(backend, newest);
      const receipt = await settled(backend, newest);
      expect(receipt).toMatchObject({ status: 'sealed', version: planned.version });
      expect(partitionsOf(receipt)).toEqual(planned.partitions);
      before.splice(0, before.length, ...(await everything(backend)));
    }
    await expect(plan(spec('lags: { by: [90m] }\n'))).rejects.toMatchObject({ name: 'RejectedError' });
    await expect(
      planVersion({ stores, dataset: 'village', stage, specText: undefined, scratch, signal }),
    ).rejects.toMatchObject({ code: 'DATASET_EMPTY' });
  } finally {
    await stage.close?.();
  }
});
