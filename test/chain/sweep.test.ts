import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Receipt } from '@wattline/worker';
import { expect, test } from 'vitest';
import { makeBackend } from '../support/backend.ts';
import { runCommand } from '../support/command.ts';
import { makeFolder } from '../support/folder.ts';

const day = (date: number): string =>
  `time,meter,load\n${Array.from({ length: 24 }, (_, hour) => ['A', 'B'].map((meter) => `2024-01-0${date}T${String(hour).padStart(2, '0')}:00:00Z,${meter},${hour % 5}\n`).join('')).join('')}`;

const spec =
  'time: { column: time, cadence: 1h }\nentity: meter\nvalues: { load: {} }\nkeep: { versions: 2 }\n';

test('a sweep removes what the dataset does not keep, says so first in bytes, and leaves every other version whole', async () => {
  const folder = await makeFolder();
  const dataDir = join(folder, 'data');
  await writeFile(join(folder, 'wattline.yaml'), spec);
  const command = async (...args: string[]) => runCommand([...args, '--data-dir', dataDir]);
  const versions: string[] = [];
  for (const date of [1, 2, 3, 4, 5]) {
    await writeFile(join(folder, `${date}.csv`), day(date));
    const more = date === 1 ? ['--spec', join(folder, 'wattline.yaml')] : [];
    const { stdout } = await command(
      'run',
      join(folder, `${date}.csv`),
      '--dataset',
      'plant',
      ...more,
      '--json',
    );
    versions.push((JSON.parse(stdout) as Receipt).version ?? '');
  }
  const folders = async (): Promise<string[]> =>
    (await readdir(join(dataDir, 'features/feature-sets/plant'))).filter((name) =>
      name.startsWith('version='),
    );
  const pinned = await command('pin', `plant@${versions[0]}`, '--name', 'paper');
  expect(pinned.stdout).toContain('stays until it is unpinned');
  expect((await command('pin', `plant@${'f'.repeat(16)}`)).stderr).toContain('VERSION_UNKNOWN');
  const dry = await command('sweep', '--dry-run');
  expect(dry.stdout).toMatch(
    /^plant: 2 versions \(.*B\) and 0 files of readings \(0 B\) would go; 3 versions stay\n$/,
  );
  expect(await folders()).toHaveLength(5);

  expect((await command('sweep', 'plant')).stdout).toMatch(
    /2 versions .* and 0 files of readings .* are gone/,
  );
  const kept = [versions[0], versions[3], versions[4]].map((version) => `version=${version}`);
  expect((await folders()).toSorted()).toEqual(kept.toSorted());
  for (const version of [versions[0], versions[3], 'latest']) {
    const out = join(folder, `out-${version}`);
    const pulled = await command('pull', `plant@${version}`, '--out', out);
    expect([pulled.status, pulled.stderr]).toEqual([0, '']);
  }
  for (const root of ['models/training-sets', 'models/preprocessors', 'results/reports'])
    expect(await readdir(join(dataDir, root, 'plant'))).toHaveLength(3);
  const gone = await command('restore', `plant@${versions[1]}`);
  expect([gone.status, gone.stderr]).toEqual([2, expect.stringContaining('VERSION_UNKNOWN')]);
  expect((await command('history', 'plant', '--limit', '2')).stdout).toMatch(
    /2 versions removed[\s\S]*pinned as paper/,
  );

  // What a kept version is made of is there as well, and it goes on from what it was.
  await command('restore', `plant@${versions[0]}`);
  await writeFile(join(folder, '6.csv'), day(6));
  const on = JSON.parse(
    (await command('run', join(folder, '6.csv'), '--dataset', 'plant', '--json')).stdout,
  ) as Receipt;
  expect(on).toMatchObject({
    status: 'sealed',
    ingested: { dataset: { entry: 9, uploads: 2, changed: true } },
  });
  await command('unpin', `plant@${versions[0]}`);
  const { stores } = await makeBackend({ dataDir });
  await stores.staging.put('staging-directory/plant/wattline.yaml', 'keep: { versions: 0 }\n');
  expect((await command('sweep')).stdout).toContain('cannot be read, so everything stays');
  const manifest = JSON.parse(
    await readFile(join(dataDir, `features/feature-sets/plant/version=${on.version}/manifest.json`), 'utf8'),
  ) as { spec: object };
  expect(manifest.spec).not.toHaveProperty('keep');
});
