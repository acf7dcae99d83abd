import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalBackend } from '@wattline/bootstrap';
import { Manifest } from '@wattline/engine/sealed';
import {
  commitVersion,
  type DeltaVersion,
  featureSetPlaces,
  requestDeletion,
  restoreVersion,
} from '@wattline/worker';
import pl from 'nodejs-polars';
import { expect } from 'vitest';
import { settled } from '../support/backend.ts';
import { uploadText } from '../support/upload.ts';

export const spec = (entity: string, more = '') => `time: { column: time, cadence: 1h }
interval: 1h
entity: ${entity}
values: { load: {} }
lags: { by: [1h] }
calendar: { fields: [Hour] }
partition: { entityBuckets: 2, period: month }
columns: add
${more}`;

const HOUR = 3_600_000;

export const hours = (entity: string, from: string, count: number, load = 1): string => {
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

export const grow = async (
  backend: LocalBackend,
  files: readonly (readonly [text: string, spec?: string])[],
) => {
  const versions: string[] = [];
  for (const [index, [text, given]] of files.entries()) {
    const receipt = await settled(backend, await uploadText(backend, `town/${index}.csv`, text, given));
    expect([index, receipt.status, receipt.error]).toEqual([index, 'sealed', undefined]);
    versions.push(receipt.version ?? '');
  }
  return versions;
};

/** Lets a dataset grow, shrink and go back. Gives its versions, as they were the latest one after the other. */
export const liveThrough = async (backend: LocalBackend): Promise<string[]> => {
  const versions = await grow(backend, [
    [hours('meter', '2024-01-10', 900), spec('meter')],
    [hours('meter', '2024-02-17', 30)],
    [hours('meter', '2024-01-02', 24)],
    ['time,meter,load\n2024-01-15T03:00:00Z,a,99\n'],
    [hours('meter', '2024-02-19', 5), spec('meter', 'rolling: { windows: [3h], statistics: [mean] }')],
  ]);
  const { run: deletion } = await requestDeletion(backend.stores, 'town', { entity: 'north' }, 'Ada');
  const { version: shrunk = '' } = await settled(backend, deletion);
  const [, second = ''] = versions;
  await restoreVersion(backend, 'town', second);
  return [...versions, shrunk, second];
};

/** What a reader finds. */
export interface Read {
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
        event_timestamp: Number(row.event_timestamp),
        available_at: Number(row.available_at),
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

/** Where the table is on this machine. */
export const tableOf = async (backend: LocalBackend): Promise<string> => {
  const file = await backend.stores.features.file('feature-sets/town/latest.json', '');
  return file.slice(0, -'/latest.json'.length);
};

/** A reader finds what the version consists of, and nothing else. */
export const expectSame = async (
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

/** What the log says of a version that `setOf` made. */
export const listedOf = (number: number) => ({
  files: setOf(number)
    .files.map(({ object = '' }) => object.slice(object.lastIndexOf('/') + 1))
    .sort(),
  columns: [...setOf(number).columns.map(({ name }) => name), 'entity_bucket', 'period'],
});

/** A table of so many commits, of files that nobody reads. Returns its folder. */
export const commitMany = async ({ stores }: LocalBackend, count: number): Promise<string> => {
  const store = stores.features;
  for (let number = 0; number < count; number += 1) {
    await store.put(`feature-sets/town/version=v${number}/manifest.json`, JSON.stringify(setOf(number)));
    const order = `entry ${String(number + 1).padStart(9, '0')}`;
    await commitVersion(store, setOf(number), { version: `v${number}`, order });
  }
  const log = await store.file('feature-sets/town/_delta_log/_last_checkpoint', '');
  return log.slice(0, -'/_delta_log/_last_checkpoint'.length);
};

/** Without the commits before it, readers begin with a checkpoint. */
export const dropCommits = async (folder: string, before: number): Promise<void> => {
  for (let number = 0; number < before; number += 1)
    await rm(join(folder, '_delta_log', `${String(number).padStart(20, '0')}.json`));
};
