import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Preprocessor } from '@wattline/engine';
import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import { runCommand, startCommand } from '../support/command.ts';
import { makeFolder } from '../support/folder.ts';
import { until } from '../support/until.ts';

const hours = (date: number, load: (hour: number) => number): string =>
  Array.from({ length: 24 }, (_, hour) =>
    ['A', 'B']
      .map((meter) => `2024-01-0${date}T${String(hour).padStart(2, '0')}:00:00Z,${meter},${load(hour)}\n`)
      .join(''),
  ).join('');

const files = {
  'monday.csv': hours(1, (hour) => 10 + hour),
  'tuesday.csv': hours(2, (hour) => 20 + hour),
  'wednesday.csv': hours(3, (hour) => 30 + hour),
  'correction.csv': '2024-01-02T05:00:00Z,A,99\n',
};

/** When the store is said to have had each. */
const times = [
  '2024-01-02T00:30:00.000Z',
  '2024-01-03T00:30:00.000Z',
  '2024-01-04T00:30:00.000Z',
  '2024-01-04T12:00:00.000Z',
];

const spec = `time: { column: time, cadence: 1h }
entity: meter
values: { load: {} }
target: [load_mean]
lags: { by: [2h, 24h] }
rolling: { windows: [] }
split: { train: 0.6, validation: 0.2, test: 0.2 }
encodings: { count: { columns: [meter] }, target: { columns: [meter], smoothing: 0, blocks: 2 } }
`;

type Row = Readonly<Record<string, unknown>>;

const rowsIn = async (folder: string): Promise<Map<string, Row>> => {
  const features = join(folder, 'features');
  const paths = (await readdir(features, { recursive: true })).filter((path) => path.endsWith('.parquet'));
  const rows = paths.flatMap((path) =>
    pl
      .readParquet(join(features, path))
      .withColumn(pl.col('event_timestamp').cast(pl.Int64).cast(pl.Float64))
      .toRecords(),
  );
  return new Map(
    rows.map((row) => [
      `${row.meter} ${new Date(Number(row.event_timestamp)).toISOString().slice(0, 16)}`,
      row,
    ]),
  );
};

/** Content by path. */
const filesIn = async (folder: string): Promise<Record<string, string>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = paths
    .sort()
    .map(async (path) => [path.slice(folder.length), (await readFile(path)).toString('base64')] as const);
  return Object.fromEntries(await Promise.all(contents));
};

test('rows are as they were known a day after them, before a correction that came later', async () => {
  const folder = await makeFolder();
  const data = ['--data-dir', join(folder, 'data')];
  await writeFile(join(folder, 'wattline.yaml'), spec);
  const versions: string[] = [];
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder, name), `time,meter,load\n${text}`);
    const more = versions.length === 0 ? ['--spec', join(folder, 'wattline.yaml')] : [];
    const { stdout } = await runCommand([
      'run',
      join(folder, name),
      '--dataset',
      'plant',
      ...more,
      ...data,
      '--json',
    ]);
    versions.push((JSON.parse(stdout) as { version: string }).version);
  }
  const pull = (name: string, ...args: string[]) =>
    runCommand(['pull', 'plant', '--out', join(folder, name), ...args, ...data]);
  expect((await pull('none', '--known-after', '1d')).stderr).toContain('NOTHING_KNOWN');
  const log = join(folder, 'data', 'results', 'datasets', 'plant', 'log');
  for (const [index, at] of times.entries()) {
    const path = join(log, `${String(index + 1).padStart(6, '0')}.json`);
    await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), at }));
  }

  const { stdout, stderr } = await pull('known', '--known-after', '1d', '--json');
  expect(stderr).toBe('');
  const found = JSON.parse(stdout) as {
    rows: unknown;
    training: Record<string, number>;
    versions: { version: string }[];
    encodingsLeftOut?: string[];
  };
  expect(found.versions.map(({ version }) => version)).toEqual(versions);
  expect(found.rows).toEqual({ known: 144, all: 144 });
  expect(Object.values(found.training).reduce((sum, rows) => sum + rows, 0)).toBe(144);

  const then = new Map<string, Map<string, Row>>();
  for (const [index, version] of versions.entries()) {
    await runCommand(['pull', `plant@${version}`, '--out', join(folder, `v${index}`), ...data]);
    then.set(version, await rowsIn(join(folder, `v${index}`)));
  }
  const latest = then.get(versions.at(-1) ?? '');
  let corrected = 0;
  for (const [key, row] of await rowsIn(join(folder, 'known'))) {
    // Its interval's end, and a day.
    const knownAt = Date.parse(`${key.slice(2)}Z`) + 25 * 3_600_000;
    const index = times.findLastIndex((at) => Date.parse(at) <= knownAt);
    const had = then.get(versions[index] ?? '')?.get(key);
    expect({ key, ...row, load_mean: undefined }).toEqual({ key, ...had, load_mean: undefined });
    expect([key, row.load_mean]).toEqual([key, latest?.get(key)?.load_mean]);
    if (row.load_mean_lag2h !== latest?.get(key)?.load_mean_lag2h) corrected += 1;
  }
  // Of Tuesday 7:00, two hours after the corrected one.
  expect(corrected).toBe(1);

  // Means of labels, which are as they are known now, would tell of the correction; counts are those of these rows.
  const { split, encodings = [] } = Preprocessor.parse(
    JSON.parse(await readFile(join(folder, 'known', 'preprocessor.json'), 'utf8')),
  );
  expect(found.encodingsLeftOut).toEqual(['load_mean_by_meter']);
  expect(encodings.map(({ name }) => name)).toEqual(['count_by_meter']);
  const { columns } = pl.readParquet(join(folder, 'known', 'training', 'train.parquet'));
  expect(columns).toContain('count_by_meter');
  expect(columns).not.toContain('load_mean_by_meter');
  const meters = Map.groupBy(await rowsIn(join(folder, 'known')), ([key]) => key.slice(0, 1));
  for (const [meter, rows] of meters) {
    const trained = rows.filter(([key]) => Date.parse(`${key.slice(2)}Z`) < Date.parse(split.validationFrom));
    expect(encodings[0]?.words.find(([word]) => word === meter)?.[1]).toEqual([trained.length]);
  }
  expect((await pull('told', '--known-after', '1d')).stdout).toContain('without load_mean_by_meter');

  // Served, they are the same files.
  const up = startCommand(['up', '--no-sample', '--port', '0', ...data]);
  const url = await until(
    'the page’s address is printed',
    () => /the page is at (\S+)/.exec(up.output())?.[1],
  );
  const onServer = (name: string, after: string) =>
    runCommand([
      ...['pull', 'plant', '--known-after', after, '--out', join(folder, name), '--server', url, '--json'],
    ]);
  const served = await onServer('served', '1d');
  expect([served.stderr, JSON.parse(served.stdout)]).toEqual([
    '',
    { ...(JSON.parse(stdout) as object), out: join(folder, 'served') },
  ]);
  expect(await filesIn(join(folder, 'served'))).toEqual(await filesIn(join(folder, 'known')));
  expect((await onServer('served', 'soon')).stderr).toContain('DURATION_INVALID');
  expect((await onServer('v0', '1d')).stderr).toContain('OUT_NOT_EMPTY');

  expect((await pull('known', '--known-after', 'soon')).stderr).toContain('DURATION_INVALID');
  expect((await pull('v0', '--known-after', '1d')).stderr).toContain('OUT_NOT_EMPTY');
  expect((await pull('at-once', '--known-after', '0s')).stderr).toContain('NOTHING_KNOWN');
});
