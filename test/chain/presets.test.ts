import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { labTable, referenceData, testWith } from '@wattline/test-tools';
import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import { runCommand } from '../support/command.ts';
import { makeFolder } from '../support/folder.ts';
import { yearOfReadings } from '../support/reference-data.ts';

const runPreset = async (preset: string, file: string): Promise<string> => {
  const folder = await makeFolder();
  const out = join(folder, 'out');
  const { status, stderr } = await runCommand([
    'run',
    file,
    '--spec',
    preset,
    '--out',
    out,
    '--data-dir',
    join(folder, 'data'),
  ]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return out;
};

testWith({ 'reference data': referenceData, 'lab table': labTable })(
  'ray-lab gives the lab’s own table, cell for cell, after event_timestamp',
  async ({ 'reference data': data, 'lab table': table }) => {
    const out = await runPreset('ray-lab', data);
    const sealed = pl.readParquet(join(out, 'features/entity_bucket=00/period=2017/part-0.parquet'));
    const lab = pl.readCSV(table);
    expect([sealed.height, sealed.width]).toEqual([8_736, 63]);
    expect(sealed.columns).toEqual(['event_timestamp', ...lab.columns]);
    const different = lab.columns.filter((column) => {
      const [ours, theirs] = [sealed.getColumn(column).toArray(), lab.getColumn(column).toArray()];
      return ours.some((value: unknown, row: number) => Number(value) !== Number(theirs[row]));
    });
    expect(different).toEqual([]);
    const whole = (dtype: unknown): boolean => String(dtype).includes('Int64');
    const types = (frame: pl.DataFrame): string[] =>
      lab.columns.map((column) => `${column} ${whole(frame.getColumn(column).dtype)}`);
    expect(types(sealed)).toEqual(types(lab));
  },
);

/** Features that say nothing, or nothing new. */
const redundantIn = async (out: string): Promise<string[]> => {
  const { published } = JSON.parse(await readFile(join(out, 'receipt.json'), 'utf8')) as {
    published: { redundant: { columns: { name: string }[] } };
  };
  return published.redundant.columns.map(({ name }) => name);
};

test('power-consumption-compact has a few columns, and none that is redundant', async () => {
  const out = await runPreset('power-consumption-compact', await yearOfReadings());
  const { serving } = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')) as {
    serving: { columns: { features: string[] } };
  };
  expect(serving.columns.features).toHaveLength(20);
  expect(await redundantIn(out)).toEqual([]);
});

test('power-consumption has a row for every hour, nulls where there is no history, and a profile', async () => {
  const out = await runPreset('power-consumption', await yearOfReadings());
  const sealed = pl.readParquet(join(out, 'features/entity_bucket=00/period=2017/part-0.parquet'));
  expect(sealed.height).toBe(8_736);
  expect(sealed.getColumn('Temperature_mean_lag4h').nullCount()).toBe(4);
  expect(sealed.getColumn('Temperature_mean').nullCount()).toBe(0);
  const profile = JSON.parse(await readFile(join(out, 'profile.json'), 'utf8')) as {
    findings: { text: string }[];
    rows: number;
  };
  expect(profile.rows).toBe(52_416);
  expect(profile.findings.length).toBeGreaterThan(3);
  expect(await redundantIn(out)).toEqual(['Year', 'readings_expected']);
});
