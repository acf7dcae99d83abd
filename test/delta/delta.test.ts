import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LocalBackend } from '@wattline/bootstrap';
import { Manifest } from '@wattline/engine/sealed';
import { describeWith, lookFor } from '@wattline/test-tools';
import {
  commitVersion,
  type DeltaVersion,
  featureSetPlaces,
  restoreVersion,
  sweepDataset,
} from '@wattline/worker';
import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { startEngineWorkers } from '../support/engine-workers.ts';
import { makePythonEnvironment } from '../support/python-environment.ts';
import { uploadText } from '../support/upload.ts';

const run = promisify(execFile);
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const python = await lookFor(async () =>
  (await makePythonEnvironment('delta', here('requirements.txt')))('python'),
);

const spec = (entity: string, more = '') => `time: { column: time, cadence: 1h }
interval: 1h
entity: ${entity}
values: { load: {} }
lags: { by: [1h] }
calendar: { fields: [Hour] }
partition: { entityBuckets: 2, period: month }
columns: add
${more}`;

const HOUR = 3_600_000;

const hours = (entity: string, from: string, count: number, load = 1): string => {
  const lines = Array.from({ length: count }, (_, hour) =>
    ['a', 'north']
      .map((meter) => {
        const at = new Date(Date.parse(from) + hour * HOUR).toISOString();
        return `${at},${meter},${load + (hour % 7) / 3}`;
      })
      .join('\n'),
  );
  return `time,${entity},load\n${lines.join('\n')}\n`;
};

const grow = async (backend: LocalBackend, files: readonly (readonly [text: string, spec?: string])[]) => {
  const versions: string[] = [];
  for (const [index, [text, given]] of files.entries()) {
    const receipt = await settled(backend, await uploadText(backend, `town/${index}.csv`, text, given));
    expect([index, receipt.status, receipt.error]).toEqual([index, 'sealed', undefined]);
    versions.push(receipt.version ?? '');
  }
  return versions;
};

interface Read {
  readonly versions: readonly { files: string[]; rows: Record<string, unknown>[]; columns: string[] }[];
  readonly last: number;
}

const manifestOf = async ({ stores }: LocalBackend, version: string): Promise<Manifest> => {
  const found = await stores.features.get(featureSetPlaces('town', version).manifest.key);
  return Manifest.parse(JSON.parse(new TextDecoder().decode(found?.body)));
};

/** Rows of a version as its own files have them. */
const rowsOf = async (backend: LocalBackend, manifest: Manifest): Promise<Record<string, unknown>[]> => {
  const rows: Record<string, unknown>[] = [];
  for (const { path, object = '' } of manifest.files) {
    const [, bucket, period] = /^features\/entity_bucket=(\d+)\/period=([^/]+)/.exec(path) ?? [];
    if (bucket === undefined) continue;
    const frame = pl.readParquet(await backend.stores.features.file(object, ''));
    for (const row of frame.toRecords())
      rows.push({
        ...row,
        event_timestamp: (row.event_timestamp as unknown as Date).getTime(),
        entity_bucket: Number(bucket),
        period,
      });
  }
  return rows;
};

const inOrder = (rows: readonly Record<string, unknown>[]): string[] =>
  rows.map((row) => JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)))).toSorted();

/** A column's name that Delta forbids, so that it is mapped. */
const columns = ['Meter ID', 'load_mean'].map((name) => ({ name, dtype: 'Float64', from: 'test' }));

/** Each version has a file of its own, and shares others with those around it. */
const setOf = (number: number): DeltaVersion => ({
  dataset: 'town',
  version: `v${number}`,
  columns: number < 50 ? columns : [...columns, { name: 'wind', dtype: 'Float64', from: 'test' }],
  files: [`own-${number}`, `shared-${Math.floor(number / 7)}`, 'ümlaut and blank'].map((name, bucket) => ({
    path: `features/entity_bucket=0${bucket}/period=2024/part-0.parquet`,
    object: `feature-sets/town/files/entity_bucket=0${bucket}/period=2024/${name}.parquet`,
    bytes: 10,
    rows: 2,
  })),
});

describeWith('a dataset is a Delta table', { 'the deltalake package': python }, (found) => {
  const read = async (
    backend: LocalBackend,
    versions: readonly number[],
    mapped = 'plain',
  ): Promise<Read> => {
    const { folder } = await tableOf(backend);
    const { stdout } = await run(
      found['the deltalake package'],
      [here('read_versions.py'), folder, JSON.stringify(versions), mapped],
      { maxBuffer: 256_000_000 },
    );
    return JSON.parse(stdout) as Read;
  };

  /** Where the table is on this machine. */
  const tableOf = async (backend: LocalBackend): Promise<{ folder: string }> => {
    const file = await backend.stores.features.file('feature-sets/town/latest.json', '');
    return { folder: file.slice(0, -'/latest.json'.length) };
  };

  const expectSame = async (
    backend: LocalBackend,
    version: string,
    table: Read['versions'][number] | undefined,
  ) => {
    const manifest = await manifestOf(backend, version);
    const files = manifest.files.filter(({ path }) => path.startsWith('features/'));
    expect(table?.files).toEqual(files.map(({ sha256 }) => `${sha256}.parquet`).toSorted());
    expect(table?.columns.slice(0, -2)).toEqual(manifest.columns.map(({ name }) => name));
    expect(inOrder(table?.rows ?? [])).toEqual(inOrder(await rowsOf(backend, manifest)));
  };

  test('every version is a commit, with exactly its rows: late, corrected, with other columns, restored', async () => {
    const backend = await makeBackend();
    await startEngineWorkers(backend);
    const versions = await grow(backend, [
      [hours('meter', '2024-01-10', 900), spec('meter')],
      [hours('meter', '2024-02-17', 30)],
      [hours('meter', '2024-01-02', 24)],
      ['time,meter,load\n2024-01-15T03:00:00Z,a,99\n'],
      [hours('meter', '2024-02-19', 5), spec('meter', 'rolling: { windows: [3h], statistics: [mean] }')],
    ]);
    await restoreVersion(backend, 'town', versions[1] ?? '');
    const { versions: tables, last } = await read(backend, [0, 1, 2, 3, 4, 5]);
    expect(last).toBe(5);
    for (const [index, version] of [...versions, versions[1] ?? ''].entries())
      await expectSame(backend, version, tables[index]);
  });

  test('what a sweep removed is no longer read, and what stays is', async () => {
    const backend = await makeBackend();
    await startEngineWorkers(backend);
    const versions = await grow(backend, [
      [hours('meter', '2024-01-10', 200), spec('meter')],
      [hours('meter', '2024-01-20', 24)],
      [hours('meter', '2024-01-21', 24)],
    ]);
    const { stores } = backend;
    await sweepDataset({ stores, dataset: 'town', keep: { versions: 1 }, isBusy: async () => false });
    await expect(read(backend, [0])).rejects.toThrow(/not found|No such file|does not exist/i);
    const { versions: tables } = await read(backend, [2]);
    await expectSame(backend, versions[2] ?? '', tables[0]);
  });

  test('names that Delta forbids are mapped', async () => {
    const backend = await makeBackend();
    await startEngineWorkers(backend);
    const versions = await grow(backend, [
      [hours('Meter ID', '2024-01-10', 200), spec("'Meter ID'")],
      [hours('Meter ID', '2024-01-20', 24)],
    ]);
    const { versions: tables } = await read(backend, [0, 1], 'mapped');
    for (const [index, version] of versions.entries()) await expectSame(backend, version, tables[index]);
  });

  test('a reader begins with a checkpoint: the commits before it need not be there', async () => {
    const { stores } = await makeBackend();
    const store = stores.features;
    for (let number = 0; number <= 205; number += 1) {
      await store.put(`feature-sets/town/version=v${number}/manifest.json`, JSON.stringify(setOf(number)));
      const order = `entry ${String(number + 1).padStart(9, '0')}`;
      await commitVersion(store, setOf(number), { version: `v${number}`, order });
    }
    const log = await store.file('feature-sets/town/_delta_log/_last_checkpoint', '');
    const folder = log.slice(0, -'/_delta_log/_last_checkpoint'.length);
    const lists = async (versions: readonly number[]) => {
      const args = [here('read_file_lists.py'), folder, JSON.stringify(versions)];
      return JSON.parse((await run(found['the deltalake package'], args)).stdout) as unknown;
    };
    const expected = (number: number) => ({
      files: setOf(number)
        .files.map(({ object = '' }) => object.slice(object.lastIndexOf('/') + 1))
        .sort(),
      columns: [...setOf(number).columns.map(({ name }) => name), 'entity_bucket', 'period'],
    });
    const some = [0, 49, 50, 99, 100, 101, 150, 199, 200, 205];
    expect(await lists(some)).toEqual(some.map(expected));
    // Without them, these versions are read from the checkpoints alone.
    for (let number = 0; number < 100; number += 1)
      await rm(join(folder, '_delta_log', `${String(number).padStart(20, '0')}.json`));
    const later = some.filter((number) => number >= 100);
    expect(await lists(later)).toEqual(later.map(expected));
  });
});
