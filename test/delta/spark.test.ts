import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describeWith } from '@wattline/test-tools';
import { expect, test } from 'vitest';
import { makeBackend } from '../support/backend.ts';
import { startEngineWorkers } from '../support/engine-workers.ts';
import { makeFolder } from '../support/folder.ts';
import { deltaJars, java, sparkPython } from './spark.ts';
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

interface Table {
  readonly folder: string;
  readonly versions: readonly number[];
  /** Whether its files are there to be read. */
  readonly rows: boolean;
}

const tools = { Java: java, 'jars of Delta': deltaJars, pyspark: sparkPython };

describeWith('Spark reads each version', tools, (found) => {
  const readAll = async (tables: readonly Table[]): Promise<readonly Read[]> => {
    const out = join(await makeFolder(), 'found.json');
    const args = [here('read_with_spark.py'), found['jars of Delta'], JSON.stringify(tables), out];
    await run(found.pyspark, args, { maxBuffer: 64_000_000 });
    return JSON.parse(await readFile(out, 'utf8')) as readonly Read[];
  };

  test('late, corrected, with other columns, deleted, restored; with mapped names; from a checkpoint', async () => {
    const plain = await makeBackend();
    await startEngineWorkers(plain);
    const all = await liveThrough(plain);

    const mapped = await makeBackend();
    await startEngineWorkers(mapped);
    const names = await grow(mapped, [
      [hours('Meter ID', '2024-01-10', 200), spec("'Meter ID'")],
      [hours('Meter ID', '2024-01-20', 24)],
    ]);

    const many = await commitMany(await makeBackend(), 206);
    await dropCommits(many, 100);
    const some = [100, 101, 150, 199, 200, 205];

    const [one, two, three] = await readAll([
      { folder: await tableOf(plain), versions: all.map((_, index) => index), rows: true },
      { folder: await tableOf(mapped), versions: [0, 1], rows: true },
      { folder: many, versions: some, rows: false },
    ]);
    expect([one?.last, two?.last, three?.last]).toEqual([6, 1, 205]);
    for (const [index, version] of all.entries()) await expectSame(plain, version, one?.versions[index]);
    for (const [index, version] of names.entries()) await expectSame(mapped, version, two?.versions[index]);
    expect(three?.versions).toEqual(some.map(listedOf));
  });
});
