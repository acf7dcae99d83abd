import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Receipt } from '@wattline/worker';
import { expect, test } from 'vitest';
import { runCommand } from '../support/command.ts';
import { makeFolder } from '../support/folder.ts';

const day = (date: number, load: (hour: number) => number): string =>
  `time,meter,load\n${Array.from({ length: 24 }, (_, hour) => ['A', 'B'].map((meter) => `2024-01-0${date}T${String(hour).padStart(2, '0')}:00:00Z,${meter},${load(hour)}\n`).join('')).join('')}`;

interface Manifest {
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

const files = {
  'monday.csv': day(1, (hour) => 10 + (hour % 5)),
  'tuesday.csv': day(2, (hour) => 20 + (hour % 7)),
  'wednesday.csv': day(3, (hour) => 30 + (hour % 3)),
  /** As somebody in Germany writes it. */
  'correction.csv': 'time;meter;load\n02.01.2024 05:00;A;99,5\n02.01.2024 06:00;A;\n',
};

const makeFiles = async () => {
  const folder = await makeFolder();
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const dataDir = join(folder, 'data');
  const run = async (...args: string[]) => {
    const there = args.map((arg) => (/\.(csv|yaml)$|^out/.test(arg) ? join(folder, arg) : arg));
    const { status, stdout } = await runCommand(['run', ...there, '--data-dir', dataDir, '--json']);
    return { status, receipt: JSON.parse(stdout) as Receipt };
  };
  return { folder, dataDir, run };
};

test('a version is named by itself, by a run, by a time, or by a pin', async () => {
  const { folder, dataDir, run } = await makeFiles();
  const before = new Date(Date.now() - 60_000).toISOString();
  const [first, second] = [
    (await run('monday.csv', '--dataset', 'plant')).receipt,
    (await run('tuesday.csv', '--dataset', 'plant')).receipt,
  ];
  const later = new Date(Date.now() + 60_000).toISOString();
  await runCommand(['pin', `plant@${first.version}`, '--name', 'audit', '--data-dir', dataDir]);
  const pulled = async (name: string): Promise<unknown> => {
    const out = join(folder, 'pulled');
    const { status, stdout, stderr } = await runCommand([
      'pull',
      `plant@${name}`,
      '--out',
      out,
      '--data-dir',
      dataDir,
      '--json',
    ]);
    return status === 0 ? (JSON.parse(stdout) as { version: string }).version : stderr;
  };
  expect(await pulled(first.run)).toBe(first.version);
  expect(await pulled(second.run)).toBe(second.version);
  expect(await pulled(later)).toBe(second.version);
  expect(await pulled('audit')).toBe(first.version);
  expect(await pulled(before)).toContain('"code":"VERSION_UNKNOWN"');
});

const grown = ({ ingested }: Receipt): unknown => (ingested as { dataset?: unknown }).dataset;

test('daily files in wrong order and a correction are one dataset, like all of them at once', async () => {
  const { folder, dataDir, run } = await makeFiles();
  for (const [index, name] of ['monday.csv', 'wednesday.csv', 'tuesday.csv', 'correction.csv'].entries()) {
    const { status, receipt } = await run(name, '--dataset', 'plant', '--out', `out-${index}`);
    expect([status, receipt.error]).toEqual([0, undefined]);
    expect(grown(receipt)).toMatchObject({ entry: index + 1, uploads: index + 1, changed: true });
  }
  const again = await run('monday.csv', '--dataset', 'plant');
  expect(grown(again.receipt)).toMatchObject({ entry: 5, uploads: 5, changed: false });
  const atOnce = await run('monday.csv', '*day.csv', 'correction.csv', '--out', 'out-at-once');
  expect(grown(atOnce.receipt)).toMatchObject({ uploads: 4 });
  expect(atOnce.receipt).toMatchObject({ dataset: 'monday', version: again.receipt.version });
  const [one, other] = await Promise.all(
    ['out-3', 'out-at-once'].map(async (out) => {
      const manifest = JSON.parse(await readFile(join(folder, out, 'manifest.json'), 'utf8')) as Manifest;
      // The preprocessor names the dataset, and so do the places of shared files.
      return {
        ...manifest,
        dataset: '',
        files: manifest.files
          .filter(({ path }) => path !== 'preprocessor.json')
          .map(({ path, sha256 }) => ({ path, sha256 })),
      };
    }),
  );
  expect(other).toEqual(one);
  // Of this file alone, though the dataset had others.
  const alone = await run('monday.csv');
  expect(grown(alone.receipt)).toMatchObject({ uploads: 1 });
  expect(alone.receipt.version).not.toBe(again.receipt.version);
  const shown = await runCommand(['show', again.receipt.run, '--data-dir', dataDir]);
  expect(shown.stdout).toContain('plant (5 uploads together; nothing changed by this one)');
});

test('a file that does not fit changes nothing, and its remedy lets it in', async () => {
  const { folder, dataDir, run } = await makeFiles();
  const wider = files['tuesday.csv'].replace('load\n', 'load,wind\n').replace(/(\d)\n(?=2024|$)/g, '$1,7\n');
  await writeFile(join(folder, 'wider.csv'), wider);
  await run('monday.csv', '--dataset', 'plant');
  const refused = await run('wider.csv', '--dataset', 'plant');
  expect(refused.status).toBe(1);
  expect(refused.receipt.error).toMatchObject({ code: 'COLUMNS_DIFFER', place: { column: 'wind' } });
  const inspect = (...more: string[]) => runCommand(['spec', join(folder, 'wider.csv'), ...more]);
  const place = ['--dataset', 'plant', '--data-dir', dataDir];
  expect((await inspect()).status).toBe(0);
  const inspected = await inspect(...place);
  expect([inspected.status, inspected.stderr]).toEqual([1, expect.stringContaining('COLUMNS_DIFFER')]);
  expect((await inspect('--why', 'wind', ...place)).stdout).toContain('ignored');
  const spec = 'time: { column: time, cadence: 1h }\nentity: meter\nvalues: { load: {} }\ncolumns: add\n';
  await writeFile(join(folder, 'wattline.yaml'), spec);
  const { receipt } = await run(
    'wider.csv',
    '--dataset',
    'plant',
    '--spec',
    'wattline.yaml',
    '--out',
    'out-wide',
  );
  expect(receipt.error).toBeUndefined();
  expect(grown(receipt)).toMatchObject({ uploads: 2 });
  const manifest = JSON.parse(await readFile(join(folder, 'out-wide', 'manifest.json'), 'utf8'));
  expect(manifest.rows).toBe(96);
  expect(manifest.columns.map(({ name }: { name: string }) => name)).toContain('wind_mean');
  const later = await run('wednesday.csv', '--dataset', 'plant');
  expect(grown(later.receipt)).toMatchObject({ uploads: 3, changed: true });
});

test('a spec that reads otherwise reads all uploads again; one that makes other features does not have to', async () => {
  const { folder, run } = await makeFiles();
  await run('monday.csv', '--dataset', 'plant');
  const base = 'time: { column: time, cadence: 1h }\nvalues: { load: {} }\nquarantine: { maxFraction: 1 }\n';
  for (const [more, rows] of [
    ['entity: meter\nlags: { by: [1h] }\n', 96],
    ['entity: meter\nlags: { by: [2h] }\n', 96],
    // Of two meters as one series, the last reading of each hour counts.
    ['drop: [meter]\n', 48],
  ] as const) {
    await writeFile(join(folder, 'wattline.yaml'), base + more);
    const { receipt } = await run('tuesday.csv', '--dataset', 'plant', '--spec', 'wattline.yaml');
    expect(receipt.error).toBeUndefined();
    expect((receipt.published as { rows: number }).rows).toBe(rows);
  }
});
