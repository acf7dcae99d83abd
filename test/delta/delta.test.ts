import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LocalBackend } from '@wattline/bootstrap';
import { describeWith } from '@wattline/test-tools';
import { sweepDataset } from '@wattline/worker';
import { expect, test } from 'vitest';
import { makeBackend } from '../support/backend.ts';
import { startEngineWorkers } from '../support/engine-workers.ts';
import { deltaPython } from './delta-python.ts';
import {
  commitMany,
  dropCommits,
  expectSame,
  grow,
  hours,
  listedOf,
  liveThrough,
  type Read,
  spec,
  tableOf,
} from './town.ts';

const run = promisify(execFile);
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
describeWith('a dataset is a Delta table', { 'the deltalake package': deltaPython }, (found) => {
  const read = async (
    backend: LocalBackend,
    versions: readonly number[],
    mapped = 'plain',
  ): Promise<Read> => {
    const folder = await tableOf(backend);
    const { stdout } = await run(
      found['the deltalake package'],
      [here('read_versions.py'), folder, JSON.stringify(versions), mapped],
      { maxBuffer: 256_000_000 },
    );
    return JSON.parse(stdout) as Read;
  };

  test('every version is a commit, with exactly its rows: late, corrected, with other columns, deleted, restored', async () => {
    const backend = await makeBackend();
    await startEngineWorkers(backend);
    const all = await liveThrough(backend);
    const { versions: tables, last } = await read(backend, [...all.keys()]);
    expect(last).toBe(6);
    for (const [index, version] of all.entries()) await expectSame(backend, version, tables[index]);
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
      [hours('Meter ID', '2024-01-10', 200), spec("'Meter ID'", 'naming: as-written\n')],
      [hours('Meter ID', '2024-01-20', 24)],
    ]);
    const { versions: tables } = await read(backend, [0, 1], 'mapped');
    for (const [index, version] of versions.entries()) await expectSame(backend, version, tables[index]);
  });

  test('a reader begins with a checkpoint: the commits before it need not be there', async () => {
    const folder = await commitMany(await makeBackend(), 206);
    const lists = async (versions: readonly number[]) => {
      const args = [here('read_file_lists.py'), folder, JSON.stringify(versions)];
      return JSON.parse((await run(found['the deltalake package'], args)).stdout) as unknown;
    };
    const some = [0, 49, 50, 99, 100, 101, 150, 199, 200, 205];
    expect(await lists(some)).toEqual(some.map(listedOf));
    // Without them, these versions are read from the checkpoints alone.
    await dropCommits(folder, 100);
    const later = some.filter((number) => number >= 100);
    expect(await lists(later)).toEqual(later.map(listedOf));
  });
});
