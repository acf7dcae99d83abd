import type { LocalBackend } from '@wattline/bootstrap';
import { replayRun, requestDeletion } from '@wattline/worker';
import { expect, test } from 'vitest';
import { makeBackend, settled } from '../../support/backend.ts';
import { startEngineWorkers } from '../../support/engine-workers.ts';
import { uploadText } from '../../support/upload.ts';
import { sealedRows } from './sealed-rows.ts';

const HOUR = 3_600_000;
const FROM = Date.parse('2024-03-30T00:00:00Z');
const METERS = ['A', 'B', 'C', 'D'];

const metersSpec = 'time: none\nentity: meter\n';
const meters = `meter,floor_area_m2,building_type,built,region
A,120.5,office,1998,north
B,80,school,2005,south
D,,office,1971,
E,55,mill,1890,south
`;
/** Another area, a word more, and a meter more. */
const more = `meter,floor_area_m2,building_type,built,region
A,130,office,1998,north
C,300,heat plant,2011,north
`;
const loads = [
  'time,meter,load',
  ...METERS.flatMap((meter, m) =>
    Array.from(
      { length: 72 },
      (_, hour) => `${new Date(FROM + hour * HOUR).toISOString()},${meter},${hour * (m + 1)}`,
    ),
  ),
].join('\n');
const loadsSpec = `time: { column: time, cadence: 1h }
entity: meter
values: { load: {} }
calendar: { fields: [] }
coverage: false
lags: { by: [1h], columns: [load_mean] }
scaling: { method: standard }
target: { columns: [load_mean], horizons: [1h] }
partition: { period: day, entityBuckets: 2 }
joins:
  meters: { columns: [floor_area_m2, building_type, built, region], known: static }
`;

const openWorkers = async (): Promise<LocalBackend> => {
  const backend = await makeBackend();
  await startEngineWorkers(backend);
  return backend;
};

const seal = async (backend: LocalBackend, name: string, text: string, spec: string): Promise<string> => {
  const run = await uploadText(backend, name, text, spec);
  expect((await settled(backend, run)).error).toBeUndefined();
  return run;
};

/** What files say, in a loop over their lines: the last one of a meter counts. */
const attributesOf = (...files: string[]) => {
  const lines = files.flatMap((file) => file.trim().split('\n').slice(1));
  const rows = new Map(lines.map((line) => [line.split(',')[0] ?? '', line.split(',')]));
  const words = (place: number): string[] =>
    [...new Set(lines.map((line) => line.split(',')[place] ?? ''))].filter((word) => word !== '').sort();
  return (meter: string): Record<string, number | null> => {
    const row = rows.get(meter);
    const cell = (place: number): string => row?.[place] ?? '';
    const number = (place: number): number | null => (cell(place) === '' ? null : Number(cell(place)));
    const oneHot = (name: string, place: number) =>
      words(place).map((word) => [
        `meters_${name}_${word.replace(' ', '_')}`,
        row === undefined ? null : Number(cell(place) === word),
      ]);
    return {
      meters_floor_area_m2: number(1),
      ...Object.fromEntries(oneHot('building_type', 2)),
      meters_built: number(3),
      ...Object.fromEntries(oneHot('region', 4)),
    };
  };
};

const warningsOf = async (backend: LocalBackend, run: string): Promise<unknown> =>
  ((await settled(backend, run)).ingested as { warnings?: unknown }).warnings;

const requireCells = async (backend: LocalBackend, ...files: string[]) => {
  const { manifest, rows } = await sealedRows(backend, 'loads');
  const expected = attributesOf(...files);
  const names = manifest.columns.filter(({ kind }) => kind === 'joined').map(({ name }) => name);
  expect(names).toEqual(Object.keys(expected('A')));
  expect(rows).toHaveLength(METERS.length * 72);
  for (const row of rows)
    expect(Object.fromEntries(names.map((name) => [name, row[name]]))).toEqual(expected(String(row.meter)));
  return manifest;
};

test('numbers and words of meters are joined cell by cell, and grow as if built at once', async () => {
  const backend = await openWorkers();
  await seal(backend, 'meters/a.csv', meters, metersSpec);
  const run = await seal(backend, 'loads/a.csv', loads, loadsSpec);
  const before = await requireCells(backend, meters);
  expect(await warningsOf(backend, run)).toEqual([
    "joins.meters: 1 of 4 entities has no row in meters, and nothing in its columns: 'C'; 1 entity of meters is of none here",
  ]);
  const roles = new Map(before.columns.map(({ name, role, scaled }) => [name, [role, scaled]]));
  expect(roles.get('meters_floor_area_m2')).toEqual(['feature', true]);
  expect(roles.get('meters_building_type_office')).toEqual(['feature', false]);
  expect(before.spec.joins?.meters?.words).toEqual({
    building_type: ['building_type_mill', 'building_type_office', 'building_type_school'],
    region: ['region_north', 'region_south'],
  });

  await seal(backend, 'meters/b.csv', more, metersSpec);
  await replayRun(backend, run);
  expect((await settled(backend, run)).error).toBeUndefined();
  const grown = await requireCells(backend, meters, more);
  expect(await warningsOf(backend, run)).toEqual([]);
  const fresh = await openWorkers();
  await seal(fresh, 'meters/a.csv', meters, metersSpec);
  await seal(fresh, 'meters/b.csv', more, metersSpec);
  await seal(fresh, 'loads/a.csv', loads, loadsSpec);
  expect((await sealedRows(fresh, 'loads')).manifest).toEqual(grown);
  expect((await sealedRows(fresh, 'meters')).manifest).toEqual(
    (await sealedRows(backend, 'meters')).manifest,
  );
});

test.each([
  ['declared', 'values: { floor_area_m2: {} }\n'],
  ['found out', ''],
])('columns that join, and their words, are the same whichever file comes first: %s', async (_, values) => {
  const spec = `${metersSpec}${values}columns: add\n`;
  const files = [
    ['meters/a.csv', 'meter,floor_area_m2,use,heat\nA,1,office,gas\nB,2,school,\n'],
    ['meters/b.csv', 'meter,floor_area_m2,age,use\nC,3,1990,mill\nD,4,2000,office\n'],
  ] as const;
  const sealed = [];
  for (const order of [files, files.toReversed()]) {
    const backend = await openWorkers();
    for (const [name, text] of order) await seal(backend, name, text, spec);
    sealed.push((await sealedRows(backend, 'meters')).manifest);
  }
  const [one, other] = sealed;
  expect(one?.columns.map(({ name }) => name).filter((name) => /use|heat/.test(name))).toEqual([
    'heat_gas',
    'use_mill',
    'use_office',
    'use_school',
  ]);
  expect(other).toEqual(one);
});

test('what the spec drops since is a column no more', async () => {
  const backend = await openWorkers();
  await seal(backend, 'meters/a.csv', meters, metersSpec);
  await seal(backend, 'meters/b.csv', more, `${metersSpec}drop: [building_type, built]\n`);
  const { manifest } = await sealedRows(backend, 'meters');
  expect(manifest.columns.filter(({ role }) => role !== 'time').map(({ name }) => name)).toEqual([
    'meter',
    'floor_area_m2',
    'region_north',
    'region_south',
  ]);
});

test('a column that is called as a word’s is refused before the dataset has its file', async () => {
  const backend = await openWorkers();
  const refused = async (name: string, text: string) =>
    (await settled(backend, await uploadText(backend, name, text, metersSpec))).error;
  const header = 'meter,region_north,region\n';
  const taken = { code: 'COLUMN_NAME_TAKEN', place: { column: 'region_north' } };
  expect(await refused('meters/a.csv', `${header}A,1,north\n`)).toMatchObject(taken);
  await seal(backend, 'meters/b.csv', `${header}B,1,south\n`, metersSpec);
  expect(await refused('meters/c.csv', `${header}C,1,north\n`)).toMatchObject(taken);
  await seal(backend, 'meters/d.csv', `${header}D,1,west\n`, metersSpec);
  expect((await sealedRows(backend, 'meters')).rows.map(({ meter }) => meter)).toEqual(['B', 'D']);
});

test('columns may be called as what all objects have', async () => {
  const backend = await openWorkers();
  await seal(backend, 'meters/a.csv', 'meter,constructor,toString,area\nA,x,u,1\nB,y,v,2\n', metersSpec);
  await seal(backend, 'meters/b.csv', 'meter,constructor,toString,area\nC,x,u,3\n', metersSpec);
  const columns = '[constructor, toString, area]';
  const spec = loadsSpec.replace('[floor_area_m2, building_type, built, region]', columns);
  await seal(backend, 'loads/a.csv', loads, spec);
  const { manifest, rows } = await sealedRows(backend, 'loads');
  expect(manifest.spec.joins?.meters?.words).toEqual({
    constructor: ['constructor_x', 'constructor_y'],
    toString: ['toString_u', 'toString_v'],
  });
  expect(rows.find(({ meter }) => meter === 'C')).toMatchObject({
    meters_constructor_x: 1,
    meters_constructor_y: 0,
    meters_toString_u: 1,
    meters_area: 3,
  });
});

test('words are joined once, and under names that are free', async () => {
  const backend = await openWorkers();
  await seal(backend, 'meters/a.csv', meters, metersSpec);
  const twice = loadsSpec.replace('building_type, built', 'building_type, building_type_mill, built');
  const run = await seal(backend, 'loads/a.csv', loads, twice);
  await requireCells(backend, meters);
  const refused = async (spec: string, name: string, text = loads) => {
    await backend.stores.staging.put('staging-directory/loads/wattline.yaml', spec);
    const again = name === '' ? run : await uploadText(backend, name, text, spec);
    if (name === '') await replayRun(backend, run);
    return (await settled(backend, again)).error;
  };
  expect(await refused(loadsSpec.replace('building_type', 'building_kind'), '')).toMatchObject({
    code: 'JOIN_COLUMN_UNKNOWN',
    remedy: expect.stringContaining('building_type'),
  });
  expect(await refused(loadsSpec.replace('known: static', 'known: future'), '')).toMatchObject({
    code: 'JOIN_TIMELESS',
  });
  expect(
    await refused(
      loadsSpec.replace('[load_mean] }\nscaling', '[load_mean, meters_building_type] }\nscaling'),
      '',
    ),
  ).toMatchObject({
    code: 'COLUMN_UNKNOWN',
    place: { column: 'lags.columns' },
    remedy: expect.stringContaining('meters_building_type_office'),
  });
  // It goes without saying.
  expect(await refused(loadsSpec.replace(', known: static', ''), '')).toBeUndefined();
  await requireCells(backend, meters);
  const own = 'categories: { meters_region: { vocabulary: [north] } }\ncalendar:';
  const text = loads
    .split('\n')
    .map((line, row) => `${line},${row === 0 ? 'meters_region' : 'north'}`)
    .join('\n');
  expect(await refused(loadsSpec.replace('calendar:', own), 'own/a.csv', text)).toMatchObject({
    code: 'COLUMN_NAME_TAKEN',
  });
});

test('rows of no time are deleted by whose they are, not by a span', async () => {
  const backend = await openWorkers();
  await seal(backend, 'meters/a.csv', meters, metersSpec);
  const remove = async (deletes: Parameters<typeof requestDeletion>[2]) => {
    const { run } = await requestDeletion(backend.stores, 'meters', deletes, 'Ada');
    return settled(backend, run);
  };
  expect((await remove({ from: '2024-01-01' })).error).toMatchObject({ code: 'DATASET_TIMELESS' });
  expect((await remove({ entity: 'B' })).error).toBeUndefined();
  const { rows, manifest } = await sealedRows(backend, 'meters');
  expect(rows.map(({ meter }) => meter)).toEqual(['A', 'D', 'E']);
  // What an upload had stays a column of it.
  expect(manifest.columns.map(({ name }) => name)).toContain('building_type_school');
});
