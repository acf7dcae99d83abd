import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Manifest } from '@wattline/engine/sealed';
import { writeSample } from '@wattline/sample';
import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import { runCommand } from '../support/command.ts';
import { makeFolder } from '../support/folder.ts';
import { testWithReference } from '../support/reference-data.ts';

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

interface Sealed {
  readonly out: string;
  readonly manifest: Manifest;
  /** SHA-256 of each Parquet file. */
  readonly parquet: Record<string, string>;
}

/** Reads a set as it was copied out, and holds its files to its manifest. */
const readSealed = (out: string): Sealed => {
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')));
  const parquet: Record<string, string> = {};
  for (const { path, sha256: sealed, bytes } of manifest.files.filter((file) =>
    file.path.endsWith('.parquet'),
  )) {
    expect({ path, sha256: sha256(join(out, path)), bytes: readFileSync(join(out, path)).length }).toEqual({
      path,
      sha256: sealed,
      bytes,
    });
    parquet[path] = sealed;
  }
  return { out, manifest, parquet };
};

const build = async (file: string, spec: readonly string[]): Promise<Sealed> => {
  const scratch = await makeFolder();
  const [out, data] = [join(scratch, 'out'), join(scratch, 'data')];
  const { status, stderr } = await runCommand([
    'run',
    file,
    '--dataset',
    'golden',
    ...spec,
    '--out',
    out,
    '--data-dir',
    data,
  ]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return readSealed(out);
};

const specs = { 'power-consumption': true, 'ray-lab': true, inferred: false } as const;

const pins = async (file: string): Promise<string> => {
  const found: Record<string, unknown> = {};
  for (const [name, isPreset] of Object.entries(specs)) {
    const { manifest, parquet } = await build(file, isPreset ? ['--spec', name] : []);
    found[name] = { version: manifest.version, engineChanges: manifest.engineChanges, parquet };
  }
  return `${JSON.stringify(found, null, 2)}\n`;
};

// A change here is a change of what everyone has sealed: see docs/engine-changes.md before running with -u.
test('the presets and an inferred spec give the pinned versions and bytes of the sample', async () => {
  const path = join(await makeFolder(), 'powerconsumption.csv');
  await writeSample({ path, seed: 1, days: 90 });
  await expect(await pins(path)).toMatchFileSnapshot(folder('golden/sample.json'));
});

testWithReference('and those of the reference data', async ({ 'reference data': data }) => {
  await expect(await pins(data)).toMatchFileSnapshot(folder('golden/reference.json'));
});

const engines = (await readdir(folder('../fixtures/sealed'))).filter((name) => !name.endsWith('.md'));

/** What a set of before may differ in from one that is made now: `changes.json` beside it. */
interface Changes {
  /** Numbers of engine changes, of those that the set was made without. */
  readonly engineChanges: readonly number[];
  /** That rows have since then; all others have the cells of before. */
  readonly columns: readonly string[];
  readonly files: readonly string[];
}

test.each(engines)('a set sealed by %s is read, and made again alike', async (engine) => {
  const past = folder(`../fixtures/sealed/${engine}`);
  const sealed = readSealed(join(past, 'set'));
  const changes: Changes = JSON.parse(readFileSync(join(past, 'changes.json'), 'utf8'));
  const made = await build(join(past, 'readings.csv'), ['--spec', join(past, 'wattline.yaml')]);
  const before = sealed.manifest.engineChanges ?? [];
  expect(made.manifest.engineChanges?.filter((number) => !before.includes(number))).toEqual(
    changes.engineChanges,
  );
  const isOld = (name: string): boolean => !changes.columns.includes(name);
  expect(
    made.manifest.columns.map(({ name, dtype }) => [name, dtype]).filter(([name = '']) => isOld(name)),
  ).toEqual(sealed.manifest.columns.map(({ name, dtype }) => [name, dtype]));
  for (const path of Object.keys(sealed.parquet).filter((one) => one.startsWith('features/'))) {
    const [now, then] = [made, sealed].map(({ out }) => pl.readParquet(join(out, path)));
    expect(now?.drop([...changes.columns]).toRecords()).toEqual(then?.toRecords());
  }
  const different = Object.keys(made.parquet).filter((path) => made.parquet[path] !== sealed.parquet[path]);
  expect(different.sort()).toEqual([...changes.files].sort());
});
