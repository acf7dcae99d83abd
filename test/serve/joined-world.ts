import type { Row } from '@wattline/online-transform';
import { type ChainInProcess, DATASET } from '../chain/history-fuzz/chain-in-process.ts';

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** Clocks of Paris go forward on the second day. */
export const FIRST = Date.parse('2024-03-30T00:00:00Z');
/** So much is in the first files; the rest comes later. */
export const SEALED = FIRST + 6 * 24 * HOUR;
export const END = FIRST + 8 * 24 * HOUR;

type Cells = Readonly<Record<string, string>>;
export interface Line {
  readonly at: number;
  readonly cells: Cells;
}

const number = (seed: number): string => String(Math.sin(seed) * 100);
const iso = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');

const every = (step: number, from = FIRST, until = END): number[] =>
  Array.from({ length: Math.ceil((until - from) / step) }, (_, i) => from + i * step);

const places = { north: [54, 9], south: [47, 12] } as const;

/** Every half hour; some readings lack, and one station has none for seven hours. */
const weather: Line[] = every(30 * MINUTE).flatMap((at, i) =>
  (['north', 'south'] as const)
    .filter((station) => i % 13 !== 4 && (station === 'north' || i % 96 < 60 || i % 96 >= 74))
    .map((station) => ({
      at,
      cells: {
        time: iso(at),
        station,
        temperature: i % 9 === 2 ? '' : number(i * (station === 'north' ? 3 : 7)),
        latitude: String(places[station][0]),
        longitude: String(places[station][1]),
      },
    })),
);
/** Known for two days more. */
const prices: Line[] = every(HOUR, FIRST, END + 48 * HOUR).map((at, i) => ({
  at,
  cells: { time: iso(at), price: number(i * 11) },
}));
/** Now and then. */
const tariffs: Line[] = [-40, 5, 30, 31, 77, 140, 170].map((hour, i) => ({
  at: FIRST + hour * HOUR,
  cells: { since: iso(FIRST + hour * HOUR), tariff: String(10 + i) },
}));
const sites: Line[] = [
  ['A', '120', '48.1', '11.5', '2019'],
  ['B', '80.5', '53.5', '10', '2021'],
  ['C', '', '', '', '2021'],
].map(([meter = '', area = '', latitude = '', longitude = '', year = '']) => ({
  at: Date.parse(`${year}-01-01T00:00Z`),
  cells: { meter, since: `${year}-01-01T00:00:00Z`, area, latitude, longitude, floors: '3' },
}));
/** What meters are; of no time. */
const meters: Line[] = [
  ['A', '1998', 'office'],
  ['B', '', 'school'],
  ['D', '2005', 'mill'],
].map(([meter = '', built = '', use = '']) => ({ at: FIRST, cells: { meter, built, use } }));
const loads: Line[] = every(HOUR).flatMap((at, i) =>
  ['A', 'B', 'C'].map((meter, m) => ({
    at,
    cells: { time: iso(at), meter, load: i % 11 === 3 ? '' : number(i * (m + 5)) },
  })),
);

export const files = { weather, prices, tariffs, sites, meters, [DATASET]: loads };
export type Name = keyof typeof files;

const plain = { calendar: { fields: [] }, coverage: false, lags: { by: [] } };

const specs: Readonly<Record<string, object>> = {
  weather: {
    ...plain,
    time: { column: 'time', format: 'iso', cadence: '30m', delay: '45m' },
    entity: 'station',
    values: {
      temperature: { aggregate: ['mean', 'max'] },
      latitude: { known: 'static' },
      longitude: { known: 'static' },
    },
    lags: { by: ['3h'], clock: 'elapsed' },
  },
  prices: { ...plain, time: { column: 'time', format: 'iso', cadence: '1h' }, values: { price: {} } },
  tariffs: {
    ...plain,
    time: { column: 'since', format: 'iso', cadence: '1h' },
    values: { tariff: {} },
    grid: 'observed',
  },
  sites: {
    ...plain,
    time: { column: 'since', format: 'iso', cadence: '1h' },
    entity: 'meter',
    values: {
      area: { known: 'static' },
      latitude: { known: 'static' },
      longitude: { known: 'static' },
      floors: { known: 'static' },
    },
    grid: 'observed',
  },
  meters: { time: 'none', entity: 'meter' },
  [DATASET]: {
    time: { column: 'time', format: 'iso', zone: 'Europe/Paris', cadence: '1h', delay: '20m' },
    entity: 'meter',
    values: { load: {} },
    calendar: { fields: ['Hour'] },
    coverage: false,
    lags: { by: ['1h', '24h'], clock: 'wall' },
    rolling: { windows: ['6h'], statistics: ['mean', 'std'] },
    gaps: { fill: 'forward', limit: '3h', columns: ['near_temperature_mean'] },
    scaling: { method: 'standard' },
    target: { columns: ['load_mean'], horizons: ['3h'] },
    joins: {
      site: { dataset: 'sites', columns: ['area_mean', 'latitude_mean', 'longitude_mean'], known: 'static' },
      meters: { columns: ['built', 'use'], known: 'static' },
      near: {
        dataset: 'weather',
        columns: ['temperature_mean', 'temperature_mean_lag3h'],
        entity: {
          nearest: ['latitude_mean', 'longitude_mean'],
          to: ['site_latitude_mean', 'site_longitude_mean'],
        },
        within: '2h',
      },
      south: {
        dataset: 'weather',
        columns: ['temperature_max'],
        entity: { is: 'south' },
        known: 'future',
        within: '1h',
      },
      region: {
        dataset: 'weather',
        columns: ['temperature_max'],
        entity: { of: { A: 'north', B: 'south' } },
      },
      prices: { columns: ['price_mean'], known: 'future' },
      tariffs: { columns: ['tariff_mean'], within: '3d' },
    },
  },
};

const csvOf = (lines: readonly Line[]): string => {
  const header = Object.keys(lines[0]?.cells ?? {});
  return [header, ...lines.map(({ cells }) => header.map((name) => cells[name] ?? ''))]
    .map((cells) => cells.join(','))
    .join('\n');
};

export const cellsOf = (lines: readonly Line[]): Row[] => lines.map(({ cells }) => cells);

/** Readings that come once something is sealed. Prices are there before their time. */
export const later = (name: Name): Line[] =>
  files[name].filter(({ at }) => at >= SEALED && name !== 'prices');

let clock = 0;

const upload = async (chain: ChainInProcess, name: string, lines: readonly Line[]): Promise<string> => {
  clock += 1;
  const put = await chain.put(`${clock}.csv`, csvOf(lines), new Date(Date.UTC(2020, 0, 1, 0, clock)), name);
  const { status, version, error } = await chain.take(put);
  if (status !== 'sealed' || version === undefined)
    throw new Error(`${name}: ${JSON.stringify(error ?? status)}`);
  return version;
};

/** Seals all datasets, the joining one last, of the lines before or after `SEALED`. Gives their versions. */
export const sealWorld = async (
  chain: ChainInProcess,
  which: 'earlier' | 'later' | 'all',
): Promise<Record<Name, string>> => {
  const versions: Partial<Record<Name, string>> = {};
  for (const name of Object.keys(files) as Name[]) {
    await chain.putSpec(JSON.stringify(specs[name]), name);
    const after = later(name);
    const before = files[name].filter((line) => !after.includes(line));
    const lines = { earlier: before, later: after, all: files[name] }[which];
    if (lines.length > 0) versions[name] = await upload(chain, name, lines);
  }
  return versions as Record<Name, string>;
};
