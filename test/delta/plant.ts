// The dataset of docs/guides/read-elsewhere.md, and what the command itself says that its versions have.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Manifest } from '@wattline/engine/sealed';
import pl from 'nodejs-polars';
import { expect } from 'vitest';
import { runCommand } from '../support/command.ts';
import { type Found, resultNames } from './guide.ts';

const HOUR = 3_600_000;
const FROM = Date.parse('2024-01-25');
const meters = { M1: 'north', M2: 'south', M3: 'north' } as const;

const spec = (training: string): string => `time: { column: time, format: iso, cadence: 1h }
entity: meter
values: { load: { unit: kW } }
lags: { by: [1h] }
calendar: { fields: [Hour] }
target: [load_mean]
partition: { entityBuckets: 2, period: month }
${training}`;

const at = (ms: number): string => new Date(ms).toISOString();

/** Over the end of a month. Quarters, so that every sum is exact, in whatever order. */
const readings = Array.from({ length: 20 * 24 }, (_, hour) =>
  Object.keys(meters).map((meter, i) => `${at(FROM + hour * HOUR)},${meter},${i + hour / 4}`),
).flat();

/** Every forty minutes, from before the first reading. */
const weather = Array.from({ length: 800 }, (_, i) => ({
  time: FROM - 2 * HOUR + 10 * 60_000 + i * 40 * 60_000,
  temperature: (i % 17) - 5.5,
}));

const files = {
  'first.csv': `time,meter,load\n${readings.join('\n')}\n`,
  'first.yaml': spec(''),
  'correction.csv': 'time,meter,load\n2024-01-27T12:00:00Z,M1,99\n',
  // Training sets of the second version are files by partition.
  'correction.yaml': spec('training: { refit: pinned }\n'),
  'meters.csv': `meter,site\n${Object.entries(meters)
    .map((cells) => cells.join(','))
    .join('\n')}\n`,
  'weather.csv': `time,temperature\n${weather.map(({ time, temperature }) => `${at(time)},${temperature}`).join('\n')}\n`,
};

type Row = Readonly<Record<string, unknown>>;

export interface SealedPlant {
  readonly version: string;
  /** What each result of the guide is to have. */
  readonly results: Found;
}

const call = async (...args: readonly string[]): Promise<string> => {
  const { status, stdout, stderr } = await runCommand(args);
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
};

const read = async (folder: string, manifest: Manifest, part: string): Promise<Row[]> => {
  const files = manifest.files.filter(({ path }) => path.startsWith(part));
  return files.flatMap(({ path }) => {
    const [, bucket, period] = /entity_bucket=(\d+)\/period=([^/]+)/.exec(path) ?? [];
    const rows: Row[] = pl.readParquet(join(folder, path)).toRecords();
    return rows.map((row) => ({
      ...row,
      event_timestamp: Number(row.event_timestamp),
      available_at: Number(row.available_at),
      // Training sets have no such columns, however their files are divided.
      ...(part === 'features/' && { entity_bucket: Number(bucket), period }),
    }));
  });
};

const loadsOf = (rows: readonly Row[]): Row[] =>
  Object.keys(meters).map((meter) => {
    const own = rows.filter(
      (row) => row.meter === meter && Number(row.event_timestamp) < Date.parse('2024-02'),
    );
    return { meter, hours: own.length, load_mean: own.reduce((sum, row) => sum + Number(row.load_mean), 0) };
  });

const joinedOf = (rows: readonly Row[]): Row[] =>
  rows.map(({ event_timestamp, meter, load_mean }) => ({
    event_timestamp,
    meter,
    site: meters[meter as keyof typeof meters],
    load_mean,
    temperature: weather.findLast(({ time }) => time <= Number(event_timestamp))?.temperature,
  }));

const pulled = async (folder: string, data: string, version: string): Promise<SealedPlant> => {
  const out = join(folder, `pulled-${version}`);
  await call('pull', `plant-7@${version}`, '--out', out, '--data-dir', data);
  const manifest = Manifest.parse(JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')));
  const rows = await read(out, manifest, 'features/');
  expect(rows).toHaveLength(manifest.rows);
  return {
    version,
    results: {
      loads: loadsOf(rows),
      joined: joinedOf(rows),
      plain: rows,
      train: await read(out, manifest, 'training/train'),
    },
  };
};

/** Seals two versions of `plant-7` in `wattline-data` of a folder, and writes the other tables of the guide there. */
export const sealPlant = async (folder: string): Promise<readonly SealedPlant[]> => {
  const place = (name: string): string => join(folder, name);
  for (const [name, text] of Object.entries(files)) await writeFile(place(name), text);
  const data = place('wattline-data');
  const versions: SealedPlant[] = [];
  for (const name of ['first', 'correction']) {
    const ways = ['--spec', place(`${name}.yaml`), '--data-dir', data];
    const receipt = JSON.parse(
      await call('run', place(`${name}.csv`), '--dataset', 'plant-7', ...ways, '--json'),
    ) as { version: string };
    versions.push(await pulled(folder, data, receipt.version));
  }
  return versions;
};

/** In the order of their cells: engines have orders of their own. */
const inOrder = (rows: readonly Row[]): string[] =>
  rows
    .map((row) => {
      const { entity_bucket } = row;
      // Where it is read from the name of a folder, some engines take it for a text.
      const typed = entity_bucket === undefined ? row : { ...row, entity_bucket: Number(entity_bucket) };
      return JSON.stringify(Object.entries(typed).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    })
    .toSorted();

/** An engine finds in a version what the command says that it has. */
export const expectFound = (found: Found, { results }: SealedPlant): void => {
  for (const name of resultNames) {
    const [there, here] = [inOrder(results[name]), inOrder(found[name])];
    expect(there).not.toEqual([]);
    const differing = there.findIndex((row, i) => row !== here[i]);
    expect([name, here.length, here[differing]]).toEqual([name, there.length, there[differing]]);
  }
};
