import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readHistory, requestDeletion, resetDataset, restoreVersion } from '@wattline/worker';
import { expect, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { runCommand } from '../support/command.ts';
import { startEngineWorkers } from '../support/engine-workers.ts';
import { makeFolder } from '../support/folder.ts';
import { uploadText } from '../support/upload.ts';

const day = (date: number, load = 0): string =>
  `time,meter,load\n${Array.from({ length: 24 }, (_, hour) => ['A', 'B'].map((meter) => `2024-01-0${date}T${String(hour).padStart(2, '0')}:00:00Z,${meter},${load + (hour % 5)}\n`).join('')).join('')}`;

const spec = 'time: { column: time, cadence: 1h }\nentity: meter\nvalues: { load: {} }\n';

test('history says what each step changed; a version that is restored is the latest, and what later uploads join', async () => {
  const backend = await makeBackend();
  await startEngineWorkers(backend);
  const { features } = backend.stores;
  const latest = async (): Promise<unknown> => {
    const found = await features.get('feature-sets/town/latest.json');
    return JSON.parse(new TextDecoder().decode(found?.body)).version;
  };
  const upload = async (name: string, text: string, more?: string) =>
    settled(backend, await uploadText(backend, `town/${name}.csv`, text, more));
  const one = await upload('1', day(1), spec);
  const two = await upload('2', day(2));
  const same = await upload('same', day(2));
  const { run } = await requestDeletion(backend.stores, 'town', { entity: 'B' }, 'Ada');
  const shrunk = await settled(backend, run);
  const { version = '' } = one;
  expect(await restoreVersion(backend, 'town', version, 'Ada')).toEqual({
    dataset: 'town',
    version,
    entry: 5,
    changed: true,
  });
  expect(await restoreVersion(backend, 'town', version, 'Ada')).toMatchObject({ entry: 5, changed: false });
  expect(await latest()).toBe(version);
  const three = await upload('3', day(3));
  expect(three.ingested).toMatchObject({ dataset: { entry: 6, uploads: 2, changed: true } });
  // As if the uploads in between had never been.
  const plain = await makeBackend();
  await startEngineWorkers(plain);
  await settled(plain, await uploadText(plain, 'town/1.csv', day(1), spec));
  expect((await settled(plain, await uploadText(plain, 'town/3.csv', day(3)))).version).toBe(three.version);

  const { entries, total } = await readHistory(backend.stores, 'town', { limit: 10 });
  expect(total).toBe(6);
  const sealed = { sealed: true, latest: false };
  expect(entries.map(({ at: _, ...entry }) => entry)).toEqual([
    {
      entry: 6,
      type: 'upload',
      run: three.run,
      replay: 0,
      key: 'staging-directory/town/3.csv',
      rows: 48,
      version: three.version,
      before: version,
      changed: true,
      sealed: true,
      latest: true,
    },
    {
      entry: 5,
      type: 'restoration',
      to: 1,
      by: 'Ada',
      version,
      before: shrunk.version,
      changed: true,
      ...sealed,
    },
    {
      entry: 4,
      type: 'deletion',
      run,
      replay: 0,
      rows: 48,
      deletes: { entity: 'B' },
      by: 'Ada',
      version: shrunk.version,
      before: two.version,
      changed: true,
      ...sealed,
    },
    {
      entry: 3,
      type: 'upload',
      run: same.run,
      replay: 0,
      key: 'staging-directory/town/same.csv',
      rows: 48,
      version: two.version,
      changed: false,
      ...sealed,
    },
    {
      entry: 2,
      type: 'upload',
      run: two.run,
      replay: 0,
      key: 'staging-directory/town/2.csv',
      rows: 48,
      version: two.version,
      before: version,
      changed: true,
      ...sealed,
    },
    {
      entry: 1,
      type: 'upload',
      run: one.run,
      replay: 0,
      key: 'staging-directory/town/1.csv',
      rows: 48,
      version,
      changed: true,
      ...sealed,
    },
  ]);
  const second = await readHistory(backend.stores, 'town', { limit: 2, before: 4 });
  expect([second.entries.map(({ entry }) => entry), second.next]).toEqual([[3, 2], 2]);
  expect(second.entries.map(({ before }) => before)).toEqual([undefined, version]);
  expect((await readHistory(backend.stores, 'town', { limit: 2, before: 2 })).next).toBeUndefined();

  await expect(restoreVersion(backend, 'town', 'f'.repeat(16))).rejects.toMatchObject({
    code: 'VERSION_UNKNOWN',
  });
  await resetDataset(backend.stores, 'town');
  await expect(restoreVersion(backend, 'town', version)).rejects.toMatchObject({
    code: 'VERSION_BEFORE_RESET',
  });
});

test('a restoration that was interrupted before readers saw it is ended by the next', async () => {
  const backend = await makeBackend();
  await startEngineWorkers(backend);
  const one = await settled(backend, await uploadText(backend, 'town/1.csv', day(1), spec));
  const two = await settled(backend, await uploadText(backend, 'town/2.csv', day(2)));
  const { stores } = backend;
  const failing = { ...stores.features, put: () => Promise.reject(new Error('the disk is gone')) };
  const { version = '' } = one;
  await expect(
    restoreVersion({ ...backend, stores: { ...stores, features: failing } }, 'town', version),
  ).rejects.toThrow('the disk is gone');
  const pointed = async () =>
    (await readHistory(stores, 'town', { limit: 9 })).entries.find(({ latest }) => latest)?.version;
  expect(await pointed()).toBe(two.version);
  expect(await restoreVersion(backend, 'town', version)).toMatchObject({ entry: 3, changed: false });
  expect(await pointed()).toBe(version);
});

test('the commands list a history and restore', async () => {
  const folder = await makeFolder();
  const dataDir = join(folder, 'data');
  await mkdir(dataDir);
  for (const date of [1, 2]) await writeFile(join(folder, `${date}.csv`), day(date));
  const command = async (...args: string[]) => runCommand([...args, '--data-dir', dataDir]);
  expect((await command('history', 'plant')).stdout).toContain('plant has no history');
  for (const date of [1, 2]) await command('run', join(folder, `${date}.csv`), '--dataset', 'plant');
  const first = JSON.parse((await command('history', 'plant', '--json')).stdout).at(-1) as {
    version: string;
  };
  const restored = await command('restore', `plant@${first.version}`);
  expect([restored.status, restored.stdout]).toEqual([
    0,
    expect.stringContaining(`version ${first.version} again`),
  ]);
  const { stdout } = await command('history', 'plant', '--limit', '2');
  expect(stdout).toMatch(/^3 .* restored to what it was after 1 .*latest$/m);
  expect(stdout).toMatch(/^2 .* upload of plant\/2\.csv: 48 readings/m);
  expect(stdout).toContain('2 of 3 entries');
  const wrong = await command('restore', 'plant');
  expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('VERSION_MISSING')]);
});
