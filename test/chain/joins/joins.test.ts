import type { LocalBackend } from '@wattline/bootstrap';
import { replayRun } from '@wattline/worker';
import { expect, test } from 'vitest';
import { makeBackend, settled } from '../../support/backend.ts';
import { startEngineWorkers } from '../../support/engine-workers.ts';
import { uploadText } from '../../support/upload.ts';
import { type Row, sealedRows } from './sealed-rows.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Clocks go forward on the third day, and a month ends. */
const FROM = Date.parse('2024-03-29T00:00:00Z');
const HOURS = 10 * 24;

const number = (seed: number): number => Math.round(1e3 * Math.sin(seed)) / 8;
const iso = (ms: number): string => new Date(ms).toISOString();

const csv = (rows: readonly Readonly<Record<string, string | number>>[]): string =>
  [Object.keys(rows[0] ?? {}).join(','), ...rows.map((row) => Object.values(row).join(','))].join('\n');

type Change = (station: string, ms: number) => number;
const same: Change = () => 0;

/** A reading is missing now and then; one station has none for ten hours. */
const weather = (change: Change = same, hours = HOURS): string =>
  csv(
    ['north', 'south'].flatMap((station, s) =>
      Array.from({ length: hours }, (_, hour) => ({ station, hour, ms: FROM + hour * HOUR }))
        .filter(({ hour }) => hour % 17 !== 5 && (s === 0 || hour < 40 || hour >= 50))
        .map(({ hour, ms }) => ({
          time: iso(ms),
          station,
          temperature: number(hour * (s + 1)) + change(station, ms),
          wind: number(hour * (s + 3)),
        })),
    ),
  );
const weatherSpec = `time: { column: time, cadence: 1h, delay: 30m }
entity: station
values: { temperature: {}, wind: { aggregate: [max] } }
calendar: { fields: [] }
coverage: false
grid: observed
lags: { by: [] }
partition: { period: day, entityBuckets: 2 }
`;

const prices = (change: Change = same): string =>
  csv(
    Array.from({ length: 13 }, (_, day) => ({
      time: iso(FROM + (day - 2) * DAY - HOUR),
      price: number(day * 7) + change('', FROM + (day - 2) * DAY - HOUR),
    })),
  );
const pricesSpec = `time: { column: time, cadence: 24h, zone: "+01:00" }
values: { price: {} }
interval: 1d
calendar: { fields: [] }
coverage: false
lags: { by: [] }
`;

const sites = csv([
  { meter: 'A', since: '2020-01-01T00:00:00Z', area: 120, latitude: 48.1, longitude: 11.5 },
  { meter: 'B', since: '2021-01-01T00:00:00Z', area: 80.5, latitude: 53.5, longitude: 10 },
]);
const sitesSpec = `time: { column: since, cadence: 1h }
entity: meter
values: { area: { known: static }, latitude: { known: static }, longitude: { known: static } }
grid: observed
calendar: { fields: [] }
coverage: false
lags: { by: [] }
`;
const stations = csv([
  { station: 'north', since: '2020-01-01T00:00:00Z', latitude: 54, longitude: 9 },
  { station: 'south', since: '2020-01-01T00:00:00Z', latitude: 47, longitude: 12 },
]);

const loads = csv(
  ['A', 'B', 'C'].flatMap((meter, m) =>
    Array.from({ length: HOURS }, (_, hour) => ({
      time: iso(FROM + hour * HOUR),
      meter,
      load: number(hour * (m + 5)),
    })),
  ),
);
const loadsSpec = `time: { column: time, cadence: 1h, zone: Europe/Paris }
entity: meter
values: { load: {} }
calendar: { fields: [] }
coverage: false
lags: { by: [1h, 24h], clock: elapsed }
target: [load_mean]
partition: { period: day, entityBuckets: 2 }
joins:
  weather: { columns: [temperature_mean, wind_max], entity: { of: { A: north, B: south } }, within: 3h }
  around: { dataset: weather, columns: [temperature_mean], known: future, entity: { is: south }, within: 3h }
  tariff: { dataset: prices, columns: [price_mean], known: future }
  site: { dataset: sites, columns: [area_mean], known: static }
`;

/** Uploads what is given, one after the other. */
const seal = async (
  backend: LocalBackend,
  uploads: readonly (readonly [name: string, text: string, spec: string])[],
) => {
  const runs: string[] = [];
  for (const [name, text, spec] of uploads) {
    const run = await uploadText(backend, name, text, spec);
    const receipt = await settled(backend, run);
    expect(receipt.error).toBeUndefined();
    runs.push(run);
  }
  return runs;
};

const others = (change: Change = same) =>
  [
    ['weather/a.csv', weather(change), weatherSpec],
    ['prices/a.csv', prices(change), pricesSpec],
    ['sites/a.csv', sites, sitesSpec],
  ] as const;

/** What a join says, word for word: the last row of the other dataset that counts, in a loop over all of them. */
const asOf = (
  rows: readonly Row[],
  whose: (row: Row) => boolean,
  { column, from, at, withinMs }: { column: string; from: string; at: number; withinMs: number },
): number | null => {
  let found: Row | undefined;
  for (const row of rows) if (whose(row) && Number(row[from]) <= at) found = row;
  if (found === undefined || at - Number(found[from]) > withinMs) return null;
  return found[column] as number | null;
};

const openWorkers = async (): Promise<LocalBackend> => {
  const backend = await makeBackend();
  await startEngineWorkers(backend);
  return backend;
};

test('rows have the columns of other datasets as of their time, and lags of them', async () => {
  const backend = await openWorkers();
  await seal(backend, [...others(), ['loads/a.csv', loads, loadsSpec]]);
  const [own, air, price] = [
    await sealedRows(backend, 'loads'),
    await sealedRows(backend, 'weather'),
    await sealedRows(backend, 'prices'),
  ];
  expect(own.manifest.joined?.map(({ join, version }) => [join, version])).toEqual([
    ['weather', air.manifest.version],
    ['around', air.manifest.version],
    ['tariff', price.manifest.version],
    ['site', (await sealedRows(backend, 'sites')).manifest.version],
  ]);
  const stationOf: Readonly<Record<string, string>> = { A: 'north', B: 'south' };
  const found = new Map<string, number | null>();
  for (const row of own.rows) {
    const [start, available] = [Number(row.event_timestamp), Number(row.available_at)];
    const station = stationOf[String(row.meter)];
    const past = (column: string) =>
      asOf(air.rows, (one) => one.station === station, {
        column,
        from: 'available_at',
        at: available,
        withinMs: 3 * HOUR,
      });
    const [temperature, wind] = [past('temperature_mean'), past('wind_max')];
    found.set(`${row.meter} ${start}`, temperature);
    const expected = {
      weather_temperature_mean: temperature,
      weather_wind_max: wind,
      around_temperature_mean: asOf(air.rows, (one) => one.station === 'south', {
        column: 'temperature_mean',
        from: 'event_timestamp',
        at: start,
        withinMs: 3 * HOUR,
      }),
      tariff_price_mean: asOf(price.rows, () => true, {
        column: 'price_mean',
        from: 'event_timestamp',
        at: start,
        withinMs: DAY,
      }),
      site_area_mean: { A: 120, B: 80.5 }[String(row.meter)] ?? null,
      weather_temperature_mean_lag1h: found.get(`${row.meter} ${start - HOUR}`) ?? null,
      weather_temperature_mean_lag24h: found.get(`${row.meter} ${start - DAY}`) ?? null,
    };
    expect(row).toMatchObject(expected);
  }
  const filled = own.rows.filter((row) => row.weather_temperature_mean !== null);
  expect(filled.length).toBeGreaterThan(HOURS);
  expect(
    own.rows.filter((row) => row.meter === 'B' && row.weather_temperature_mean === null).length,
  ).toBeGreaterThan(5);
  const roles = new Map(own.manifest.columns.map(({ name, role }) => [name, role]));
  expect([
    roles.get('weather_temperature_mean'),
    roles.get('weather_temperature_mean_lag1h'),
    roles.get('around_temperature_mean'),
    roles.get('tariff_price_mean'),
    roles.get('site_area_mean'),
  ]).toEqual(['withheld', 'feature', 'feature', 'feature', 'feature']);
});

test('the nearest station is the one whose weather counts', async () => {
  const backend = await openWorkers();
  const [head = ''] = loadsSpec.split('joins:');
  const spec = `${head}joins:
  site: { dataset: sites, columns: [latitude_mean, longitude_mean], known: static }
  place: { dataset: stations, columns: [latitude_mean], known: static, entity: { nearest: [latitude_mean, longitude_mean], to: [site_latitude_mean, site_longitude_mean] } }
`;
  await seal(backend, [
    ['sites/a.csv', sites, sitesSpec],
    [
      'stations/a.csv',
      stations,
      sitesSpec.replace('meter', 'station').replace('area: { known: static }, ', ''),
    ],
    ['loads/a.csv', loads, spec],
  ]);
  const { rows } = await sealedRows(backend, 'loads');
  const places = new Map(rows.map((row) => [row.meter, row.place_latitude_mean]));
  expect([...places]).toEqual([
    ['A', 47],
    ['B', 54],
    ['C', null],
  ]);
});

const late = loadsSpec.replace('zone:', 'delay: 24h, zone:');

test.each([
  ['past', loadsSpec, /^weather_[a-z_]*(mean|max)$/, (row: Row) => Number(row.available_at)],
  ['future', loadsSpec, /^around_[a-z_]*mean$/, (row: Row) => Number(row.event_timestamp)],
  // Beside the label of their own interval.
  [
    'past, of lags of readings that come late',
    late,
    /^weather_.*lag1h$/,
    (row: Row) => Number(row.event_timestamp),
  ],
] as const)(
  'what other datasets say later changes no row of before: known %s',
  async (_, spec, name, known) => {
    const at = FROM + 80 * HOUR + HOUR / 2;
    const later: Change = (_station, ms) => (ms + HOUR > at ? 1_000 : 0);
    const [before, after] = await Promise.all(
      [same, later].map(async (change) => {
        const backend = await openWorkers();
        await seal(backend, [...others(change), ['loads/a.csv', loads, spec]]);
        return (await sealedRows(backend, 'loads')).rows;
      }),
    );
    const columnsOf = (row: Row | undefined) =>
      Object.entries(row ?? {}).filter(([column]) => name.test(column));
    expect(columnsOf(before?.[0]).length).toBeGreaterThan(0);
    const changed = (before ?? []).filter(
      (row, i) => JSON.stringify(columnsOf(row)) !== JSON.stringify(columnsOf(after?.[i])),
    );
    expect(changed.length).toBeGreaterThan(20);
    // An hour's weather is there half an hour after it.
    const first = Math.min(...changed.map(known));
    expect(first).toBeGreaterThanOrEqual(at - HOUR);
  },
);

test('a new version of another dataset makes one of its own, of the partitions that it touches', async () => {
  const backend = await openWorkers();
  const [, , , run = ''] = await seal(backend, [...others(), ['loads/a.csv', loads, loadsSpec]]);
  const first = await sealedRows(backend, 'loads');
  // Nothing changed: the same version.
  await replayRun(backend, run);
  expect((await settled(backend, run)).version).toBe(first.manifest.version);
  const late: Change = (station, ms) => (station === 'north' && ms >= FROM + 226 * HOUR ? 5 : 0);
  await seal(backend, [['weather/b.csv', weather(late), weatherSpec]]);
  await replayRun(backend, run);
  const receipt = await settled(backend, run);
  expect(receipt.version).not.toBe(first.manifest.version);
  // Those of the last days, since rows look back a day and clocks may change.
  const { partitions } = (receipt.ingested as { dataset: { partitions: { made: number; carried: number } } })
    .dataset;
  expect(partitions.made).toBeLessThanOrEqual(5);
  expect(partitions.carried).toBeGreaterThanOrEqual(6);

  const fresh = await openWorkers();
  await seal(fresh, [
    ...others(),
    ['weather/b.csv', weather(late), weatherSpec],
    ['loads/a.csv', loads, loadsSpec],
  ]);
  const [grown, built] = [await sealedRows(backend, 'loads'), await sealedRows(fresh, 'loads')];
  expect(grown.manifest).toEqual(built.manifest);
});

test('what cannot be joined is refused, with what to do about it', async () => {
  const backend = await openWorkers();
  const run = await uploadText(backend, 'loads/a.csv', loads, loadsSpec);
  expect((await settled(backend, run)).error).toMatchObject({ code: 'JOIN_NOT_SEALED' });
  await seal(backend, others());
  const refused = async (spec: string) => {
    await backend.stores.staging.put('staging-directory/loads/wattline.yaml', spec);
    await replayRun(backend, run);
    return (await settled(backend, run)).error;
  };
  expect(await refused(loadsSpec.replace('area_mean', 'height_mean'))).toMatchObject({
    code: 'JOIN_COLUMN_UNKNOWN',
    remedy: expect.stringContaining('area_mean'),
  });
  expect(await refused(loadsSpec.replace('B: south', 'B: west'))).toMatchObject({
    code: 'JOIN_ENTITY_UNKNOWN',
  });
  const one = await uploadText(
    backend,
    'one/a.csv',
    loads
      .split('\n')
      .filter((line) => !/,[BC],/.test(line))
      .join('\n'),
    loadsSpec.replace('entity: { of: { A: north, B: south } }, ', '').replace('entity: meter\n', ''),
  );
  expect((await settled(backend, one)).error).toMatchObject({ code: 'JOIN_ENTITY_NEEDED' });
});

const issued = (hours: number): string =>
  csv(
    Array.from({ length: hours }, (_, hour) => hour).flatMap((hour) =>
      [1, 5, 30].map((lead) => ({
        issued: iso(FROM + (hour - lead) * HOUR),
        valid: iso(FROM + hour * HOUR),
        temperature: number(hour) + lead,
      })),
    ),
  );
const forecastSpec = (
  vintage: string,
): string => `time: { column: valid, issued: issued, cadence: 1h${vintage} }
values: { temperature: {} }
calendar: { fields: [] }
coverage: false
lags: { by: [] }
`;

test('forecasts stand beside labels as they were issued by then, and no later', async () => {
  const backend = await openWorkers();
  const spec = loadsSpec
    .replace(/joins:(.|\n)*/, 'joins: { forecast: { columns: [temperature_mean], known: future } }\n')
    .replace('target: [load_mean]', 'target: { columns: [load_mean], horizons: [1h, 6h] }');
  await seal(backend, [['forecast/a.csv', issued(HOURS), forecastSpec(', vintage: { lead: 5h }')]]);
  const [run = ''] = await seal(backend, [['loads/a.csv', loads, spec]]);
  const { rows } = await sealedRows(backend, 'loads');
  for (const { event_timestamp: start, forecast_temperature_mean: found } of rows) {
    const hour = (Number(start) - FROM) / HOUR;
    expect(found).toBe(number(hour) + 5);
  }
  for (const vintage of ['', ', vintage: { lead: 1h }', ', vintage: first']) {
    await settled(backend, await uploadText(backend, 'forecast/b.csv', issued(HOURS), forecastSpec(vintage)));
    await replayRun(backend, run);
    const { error } = await settled(backend, run);
    expect(error).toMatchObject({
      code: 'JOIN_ISSUED_LATER',
      remedy: expect.stringContaining('{ lead: 5h }'),
    });
  }
});
