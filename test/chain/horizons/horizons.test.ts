import { describe, expect, test } from 'vitest';
import { type Reading, type Row, type Sealed, sealTown, takeTown, townReadings } from './seal-town.ts';

const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(text);
/** Clocks of Paris went forward on 31 March. */
const readings = townReadings('2024-03-28T00:00:00Z', 10 * 24);
const zone = 'Europe/Paris';

const spec = {
  time: { column: 'time', zone, cadence: '1h' },
  entity: 'meter',
  interval: '1h',
  values: { load: {}, pressure: {}, temperature: { known: 'future' } },
  calendar: { fields: ['Hour'], cyclical: [] },
  lags: { by: ['1h', '24h'], columns: ['load_mean', 'temperature_mean'] },
  rolling: { windows: ['3h'], statistics: ['mean'], columns: ['pressure_mean'] },
  partition: { period: 'day', entityBuckets: 2 },
  scaling: { method: 'none' },
  split: { validationFrom: '2024-04-03', testFrom: '2024-04-05' },
};
const target = { columns: ['load_mean'], horizons: ['1h', '24h'], gap: '6h' };
const bounds = { validation: at('2024-04-02T22:00:00Z'), test: at('2024-04-04T22:00:00Z') };

const setsOf = ({ rows }: Sealed, horizon: string) =>
  ['train', 'validation', 'test'].map((set) => rows.get(`training/horizon=${horizon}/${set}.parquet`) ?? []);

const localHour = new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone: zone });

describe('training sets of horizons', () => {
  test('have of each label what was known so long before it, in the sets that hold all of the row', async () => {
    const sealed = await sealTown({ ...spec, target }, readings);
    const found = new Map(readings.map((one) => [`${one.meter} ${one.at}`, one]));
    for (const [horizon, steps] of [
      ['1h', 1],
      ['24h', 24],
    ] as const) {
      const value = (meter: string, time: number, name: 'load' | 'pressure' | 'temperature') =>
        found.get(`${meter} ${time}`)?.[name] ?? null;
      const wanted: Row[][] = [[], [], []];
      const leftOut = { withoutOrigin: 0, withoutLabel: 0, atBorders: 0 };
      for (const { meter, at: label, load } of readings) {
        const origin = label - steps * HOUR;
        const row = {
          event_timestamp: label,
          origin_timestamp: origin,
          available_at: origin + HOUR,
          meter,
          load_mean: value(meter, origin, 'load'),
          pressure_mean: value(meter, origin, 'pressure'),
          temperature_mean: value(meter, label, 'temperature'),
          Hour: Number(localHour.format(label)),
          load_mean_lag1h: value(meter, origin - HOUR, 'load'),
          load_mean_lag24h: value(meter, origin - 24 * HOUR, 'load'),
          temperature_mean_lag1h: value(meter, label - HOUR, 'temperature'),
          temperature_mean_lag24h: value(meter, label - 24 * HOUR, 'temperature'),
          [`load_mean_ahead${horizon}`]: load,
        };
        const gap = 6 * HOUR;
        if (!found.has(`${meter} ${origin}`)) leftOut.withoutOrigin += 1;
        else if (load === null) leftOut.withoutLabel += 1;
        else if (label < bounds.validation) wanted[0]?.push(row);
        else if (origin >= bounds.validation + gap && label < bounds.test) wanted[1]?.push(row);
        else if (origin >= bounds.test + gap) wanted[2]?.push(row);
        else leftOut.atBorders += 1;
      }
      const order = (rows: readonly Row[]) =>
        rows.toSorted(
          (a, b) =>
            String(a.meter).localeCompare(String(b.meter)) ||
            Number(a.event_timestamp) - Number(b.event_timestamp),
        );
      const sets = setsOf(sealed, horizon);
      for (const [i, set] of sets.entries()) {
        expect(set.length).toBeGreaterThan(10);
        const plain = set.map(
          ({
            pressure_mean_rolling3h_mean: _,
            readings_present: _p,
            readings_expected: _e,
            coverage: _c,
            ...row
          }) => row,
        );
        expect(order(plain)).toEqual(order(wanted[i] ?? []));
      }
      const one = sealed.manifest.horizons?.horizons.find((some) => some.horizon === horizon);
      expect(one).toMatchObject({ steps, leftOut });
      expect(one?.sets.test).toMatchObject({ rows: sets[2]?.length });
      // No row of a set was made when the set before was not over.
      expect(Math.min(...(sets[2] ?? []).map(({ origin_timestamp: time }) => Number(time)))).toBe(
        bounds.test + 6 * HOUR,
      );
    }
  });

  test('have no feature that changes with readings of after the origin, but those that are known beforehand', async () => {
    const known = at('2024-04-04T10:00:00Z');
    const wide = {
      ...spec,
      partition: { period: 'month' },
      coverage: true,
      differences: { columns: 'all' },
      since: { of: ['reading', 'value', 'change'], within: '2d' },
      expanding: { statistics: ['mean'] },
      ewm: { halfLives: ['6h'] },
      target,
    };
    const changed = readings.map(
      (one): Reading =>
        one.at < known ? one : { ...one, load: 7, pressure: one.at % (3 * HOUR) === 0 ? null : -3 },
    );
    const [before, after] = [await sealTown(wide, readings), await sealTown(wide, changed)];
    for (const horizon of ['1h', '24h']) {
      const rowsOf = (sealed: Sealed) =>
        new Map(
          setsOf(sealed, horizon)
            .flat()
            .filter(({ origin_timestamp: origin }) => Number(origin) + HOUR <= known)
            .map((row) => [`${row.meter} ${row.event_timestamp}`, row]),
        );
      const [own, other] = [rowsOf(before), rowsOf(after)];
      const label = `load_mean_ahead${horizon}`;
      let differing = 0;
      let compared = 0;
      for (const [key, row] of own) {
        const { [label]: one, ...features } = row;
        const { [label]: two, ...changedFeatures } = other.get(key) ?? {};
        // A label that is not there any more takes its row with it.
        if (two === undefined) continue;
        expect(changedFeatures).toEqual(features);
        compared += 1;
        if (one !== two) differing += 1;
      }
      expect(compared).toBeGreaterThan(200);
      // What is predicted did change.
      expect(differing).toBeGreaterThan(horizon === '1h' ? 0 : 20);
    }
  });

  test('count days by the local calendar, and differences from the last that was known', async () => {
    const daily = {
      ...spec,
      interval: '1d',
      lags: { by: ['1d'], columns: ['load_mean'] },
      rolling: { windows: [] },
      calendar: { fields: ['Day'], cyclical: [] },
      partition: { period: 'year' },
      split: { validationFrom: '2024-04-05', testFrom: '2024-04-06' },
      target: { columns: ['load_mean'], horizons: ['2d'], as: 'difference' },
    };
    const sealed = await sealTown(daily, readings);
    const features = new Map(
      [...sealed.rows]
        .filter(([path]) => path.startsWith('features/'))
        .flatMap(([, rows]) => rows)
        .map((row) => [`${row.meter} ${row.event_timestamp}`, row]),
    );
    const [train = []] = setsOf(sealed, '2d');
    const days = train.filter(({ meter }) => meter === 'A');
    expect(days.map(({ Day }) => Day)).toEqual([30, 31, 1, 2, 3, 4]);
    // 30 March 0:00 to 1 April 0:00 is 47 hours.
    const first = days.find(({ Day }) => Day === 1);
    expect(Number(first?.event_timestamp) - Number(first?.origin_timestamp)).toBe(47 * HOUR);
    for (const row of train) {
      const label = features.get(`${row.meter} ${row.event_timestamp}`);
      const origin = features.get(`${row.meter} ${row.origin_timestamp}`);
      expect(row.load_mean_ahead2d_difference).toBe(Number(label?.load_mean) - Number(origin?.load_mean));
      expect(row.load_mean_lag1d).toBe(origin?.load_mean_lag1d);
    }
  });

  test('count intervals of several hours as lags do, where clocks change too', async () => {
    const sealed = await sealTown(
      {
        ...spec,
        interval: '4h',
        lags: { by: ['24h'], columns: ['load_mean'] },
        rolling: { windows: [] },
        partition: { period: 'month' },
        target: { columns: ['load_mean'], horizons: ['24h'] },
      },
      readings,
    );
    const lagged = new Map(
      [...sealed.rows]
        .filter(([path]) => path.startsWith('features/'))
        .flatMap(([, rows]) => rows)
        .map((row) => [`${row.meter} ${row.event_timestamp}`, row.load_mean_lag24h]),
    );
    const [train = []] = setsOf(sealed, '24h');
    const apart = train.map((row) => Number(row.event_timestamp) - Number(row.origin_timestamp));
    expect(new Set(apart)).toEqual(new Set([24 * HOUR, 23 * HOUR]));
    for (const row of train) expect(lagged.get(`${row.meter} ${row.event_timestamp}`)).toBe(row.load_mean);
  });

  test('are scaled by their own training rows, beside sets without horizons, which stay the same', async () => {
    const scaled = { ...spec, scaling: { method: 'minmax' }, partition: { period: 'month' } };
    const [alone, beside] = [
      await sealTown({ ...scaled, target: ['load_mean'] }, readings),
      await sealTown({ ...scaled, target }, readings),
    ];
    for (const horizon of ['1h', '24h']) {
      const [train = [], validation = []] = setsOf(beside, horizon);
      for (const column of ['load_mean', 'pressure_mean', 'temperature_mean', `load_mean_ahead${horizon}`]) {
        const values = train.flatMap((row) => (row[column] === null ? [] : Number(row[column])));
        expect(Math.min(...values), column).toBe(0);
        expect(Math.max(...values), column).toBeCloseTo(1, 14);
      }
      expect(Math.max(...validation.map((row) => Number(row.Hour)))).toBe(23);
    }
    expect(alone.manifest.horizons).toBeUndefined();
    const filesOf = ({ manifest }: Sealed) =>
      manifest.files
        .filter(({ path }) => path.endsWith('.parquet') && !path.startsWith('training/horizon='))
        .map(({ path, sha256 }) => [path, sha256]);
    expect(filesOf(beside)).toEqual(filesOf(alone));
  });

  test('are refused where no row is left to train on, by name', async () => {
    const { receipt } = await takeTown(
      { ...spec, partition: { period: 'month' }, target: { ...target, horizons: ['168h'] } },
      readings,
    );
    expect(receipt).toMatchObject({
      status: 'rejected',
      error: {
        code: 'HORIZON_TOO_LONG',
        place: { value: '168h' },
        remedy: expect.stringContaining('target.horizons'),
      },
    });
  });
});
