import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeMeters, writeSample } from '@wattline/sample';
import { describe, expect, test } from 'vitest';
import { runCommand } from '../support/command.ts';
import { makeFolder } from '../support/folder.ts';
import { folderBytes } from '../support/folder-bytes.ts';

const sealed = async (folder: string): Promise<Record<string, string>> => {
  const { 'receipt.json': _, ...files } = await folderBytes(folder);
  return files;
};

describe('wattline run', () => {
  test('one file becomes a sealed feature set, copied where it was asked for', async () => {
    const folder = await makeFolder();
    const file = join(folder, 'town.csv');
    await writeSample({ path: file, seed: 3, days: 30 });
    const out = join(folder, 'out');
    const { status, stdout, stderr } = await runCommand([
      'run',
      file,
      '--spec',
      'power-consumption',
      '--out',
      out,
      '--data-dir',
      join(folder, 'data'),
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^status +sealed$/m);
    expect(stdout).toMatch(/^features +720 rows × \d+ columns$/m);
    expect((await readdir(out)).sort()).toEqual(
      [
        'features',
        'manifest.json',
        'preprocessor.json',
        'profile.json',
        'receipt.json',
        'report.html',
        'training',
        'written.json',
      ].sort(),
    );
    expect((await readdir(join(out, 'training'))).sort()).toEqual([
      'test.parquet',
      'train.parquet',
      'validation.parquet',
    ]);
    const manifest = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')) as {
      rows: number;
      dataset: string;
    };
    expect(manifest).toMatchObject({ rows: 720, dataset: 'town' });
  });

  test('refused rows are in quarantine.csv, with line, column and reason', async () => {
    const folder = await makeFolder();
    const file = join(folder, 'load.csv');
    const rows = Array.from(
      { length: 96 },
      (_, i) =>
        `2026-03-01T${String(Math.floor(i / 4)).padStart(2, '0')}:${String((i % 4) * 15).padStart(2, '0')}:00,${i}`,
    );
    rows[10] = 'broken,10';
    await writeFile(file, ['time,load', ...rows, ''].join('\n'));
    const out = join(folder, 'out');
    const { status, stdout } = await runCommand([
      'run',
      file,
      '--json',
      '--out',
      out,
      '--data-dir',
      join(folder, 'data'),
    ]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'sealed',
      ingested: { rows: { read: 96, accepted: 95, refused: 1 } },
    });
    const [, line] = (await readFile(join(out, 'quarantine.csv'), 'utf8')).trim().split('\n');
    expect(line).toMatch(/^12,time,broken,/);
  });

  test('the same bytes and spec give the same version and the same bytes: twice, and in one part or in many', async () => {
    const folder = await makeFolder();
    const file = join(folder, 'meters.csv');
    await writeMeters({ path: file, meters: 9, rowsPerMeter: 800, seed: 5, order: 'time' });
    const results: Record<string, string>[] = [];
    for (const [name, rowsPerPart] of [
      ['one', '1000000'],
      ['again', '1000000'],
      ['many', '900'],
    ] as const) {
      const out = join(folder, name);
      const { status, stdout, stderr } = await runCommand(
        ['run', file, '--json', '--out', out, '--data-dir', join(folder, `data-${name}`)],
        { WATTLINE_ROWS_PER_PART: rowsPerPart },
      );
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const receipt = JSON.parse(stdout) as { stages: { parts: unknown[] }[] };
      const parts = receipt.stages[1]?.parts.length ?? 0;
      expect(name === 'many' ? parts > 4 : parts === 1, `${parts} parts`).toBe(true);
      results.push(await sealed(out));
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  test.each([
    ['gauges', 'values: { load: {}, heat: {} }', '1h'],
    ['totals', 'values: { load: { kind: total } }\ndrop: [heat]', '30m'],
  ])('one long series of %s is made in many parts, to the same bytes', async (kind, values, interval) => {
    const folder = await makeFolder();
    const file = join(folder, 'series.csv');
    const spec = join(folder, 'wattline.yaml');
    const hours = 3 * 8_760;
    const at = (hour: number): string =>
      new Date(Date.UTC(2021, 9, 3, hour)).toISOString().replace('.000', '');
    // Months without readings, and a second series that begins late.
    const rows = Array.from({ length: hours }, (_, hour) =>
      hour > 9_000 && hour < 11_300
        ? ''
        : `${at(hour)},M1,${(hour * 7) % 31},${hour % 24}\n${hour > 15_000 ? `${at(hour)},M2,${(hour * 5) % 17},\n` : ''}`,
    );
    await writeFile(file, `time,meter,load,heat\n${rows.join('')}`);
    await writeFile(
      spec,
      `time: { column: time, zone: Europe/Berlin, cadence: 1h }\nentity: meter\n${values}\ninterval: ${interval}\npartition: { entityBuckets: 1, period: month }\ntarget: [load_mean]\n`.replace(
        'load_mean',
        kind === 'totals' ? 'load_sum' : 'load_mean',
      ),
    );
    const results: Record<string, string>[] = [];
    for (const rowsPerPart of ['1000000', '3000']) {
      const out = join(folder, `out-${rowsPerPart}`);
      const data = join(folder, `data-${rowsPerPart}`);
      const { status, stdout, stderr } = await runCommand(
        ['run', file, '--spec', spec, '--dataset', 'series', '--json', '--out', out, '--data-dir', data],
        { WATTLINE_ROWS_PER_PART: rowsPerPart },
      );
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const receipt = JSON.parse(stdout) as { stages: { parts: unknown[] }[] };
      const parts = receipt.stages[1]?.parts.length ?? 0;
      expect(rowsPerPart === '3000' ? parts > 5 : parts === 1, `${parts} parts`).toBe(true);
      results.push(await sealed(out));
    }
    expect(results[1]).toEqual(results[0]);
    expect(Object.keys(results[0] ?? {}).length).toBeGreaterThan(30);
  });

  test('wrong usage ends with 2, and says what to do', async () => {
    const folder = await makeFolder();
    const data = ['--data-dir', join(folder, 'data')];
    const missing = await runCommand(['run', join(folder, 'absent.csv'), ...data]);
    expect(missing.status).toBe(2);
    expect(missing.stderr).toMatch(/^error FILE_MISSING: .*\n {2}place: .*\n {2}remedy: /);
    expect((await runCommand(['run'])).status).toBe(2);
    expect((await runCommand(['dance'])).status).toBe(2);
    const file = join(folder, 'a.csv');
    await writeFile(file, 'time,load\n2026-01-01,1\n');
    const spec = await runCommand(['run', file, '--spec', 'no-such-preset', ...data]);
    expect(spec.status).toBe(2);
    expect(spec.stderr).toContain('power-consumption');
  });

  test('a rejected file ends with 1, with code, place and remedy', async () => {
    const folder = await makeFolder();
    const file = join(folder, 'empty.csv');
    await writeFile(file, '');
    const { status, stdout, stderr } = await runCommand([
      'run',
      file,
      '--json',
      '--data-dir',
      join(folder, 'data'),
    ]);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'rejected',
      error: { code: 'FILE_EMPTY', stage: 'ingest' },
    });
    expect(stderr).toContain('remedy');
  });

  test('a folder that holds other things is not overwritten', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'precious.txt'), 'mine');
    const file = join(folder, 'town.csv');
    await writeSample({ path: file, seed: 3, days: 4 });
    const { status, stderr } = await runCommand([
      'run',
      file,
      '--out',
      folder,
      '--data-dir',
      join(folder, 'data'),
    ]);
    expect(status).toBe(2);
    expect(stderr).toContain('OUT_NOT_EMPTY');
    expect(await readFile(join(folder, 'precious.txt'), 'utf8')).toBe('mine');
  });
});
