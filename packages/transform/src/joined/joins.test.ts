import { contextOf, orderedColumns, usedFamilies } from '@wattline/features';
import { Spec } from '@wattline/spec/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openTransform } from '../open-transform.ts';
import type { Reading } from '../reading.ts';
import type { Transform } from '../transform.ts';
import type { JoinedEntities } from './joined-series.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Shortly before clocks of Paris go forward. */
const FIRST = Date.UTC(2024, 2, 30, 12);

interface Opened {
  readonly spec: Spec;
  readonly joined?: Readonly<Record<string, Transform>>;
  readonly isOne?: boolean;
}

const open = ({ spec, joined = {}, isOne = false }: Opened): Transform =>
  openTransform(
    {
      format: 1,
      dataset: 'town',
      version: '1',
      spec,
      columns: orderedColumns(usedFamilies(spec)).map(({ name, dtype }) => ({
        name,
        dtype,
        role: 'feature',
      })),
      joined: Object.keys(spec.joins ?? {}).map((join) => ({ join, dataset: join, version: '7', isOne })),
      scaler: { method: 'none', features: [], targets: [] },
    },
    { joined },
  );

interface OtherRow {
  readonly begins: number;
  readonly availableAt: number;
  readonly value: number | null;
}

/** All rows that are sealed of another dataset's readings. */
const sealedRows = (
  other: Transform,
  spec: Spec,
  readings: readonly Reading[],
  column: string,
): OtherRow[] => {
  const history = other.history({ isWhole: true });
  history.add(readings);
  const last = Math.max(...readings.map(({ at }) => at));
  history.knowUntil(last + 100 * HOUR);
  const place = other.columns(false).indexOf(column);
  const found: OtherRow[] = [];
  for (let at = Math.min(...readings.map((one) => one.at)); at <= last; at += 30 * MINUTE) {
    const [row] = other.rows(history, { at, scaled: false });
    const own = readings.filter((one) => one.at === at);
    if (row === undefined || (spec.grid === 'observed' && own.length === 0)) continue;
    if (found.some(({ begins }) => begins === row.at)) continue;
    const value = row.values[place];
    found.push({
      begins: row.at,
      availableAt: row.availableAt,
      value: typeof value === 'number' ? value : null,
    });
  }
  return found;
};

/** As the spec says it, in the order in which one would read it. */
const asOf = (
  rows: readonly OtherRow[],
  interval: { readonly begins: number; readonly availableAt: number },
  known: 'past' | 'future',
  within: number,
): number | null => {
  const when = known === 'past' ? interval.availableAt : interval.begins;
  let found: number | null = null;
  for (const { begins, availableAt, value } of rows) {
    const counts = known === 'past' ? availableAt : begins;
    if (counts <= when) found = when - counts <= within ? value : null;
  }
  return found;
};

const weatherSpec = (interval: string, grid: 'complete' | 'observed', delay: string | undefined): Spec =>
  Spec.parse({
    time: { column: 'time', zone: 'Europe/Paris', cadence: '30m', ...(delay && { delay }) },
    entity: 'station',
    values: { temperature: { aggregate: ['mean'] } },
    interval,
    grid,
    coverage: false,
    calendar: { fields: [] },
    lags: { by: [interval], clock: 'elapsed' },
  });

const families = {
  coverage: false,
  calendar: { fields: [] },
  lags: { clock: 'elapsed', by: ['1h', '2h'] },
  rolling: { windows: ['3h'], statistics: ['mean', 'std'] },
  since: { of: ['change'], within: '3h' },
} as const;

const times = { column: 'time', zone: 'Europe/Paris', cadence: '1h' } as const;

interface World {
  readonly interval: '30m' | '1h' | '2h';
  readonly grid: 'complete' | 'observed';
  readonly delay: '45m' | undefined;
  readonly ownDelay: '90m' | undefined;
  readonly known: 'past' | 'future';
  readonly within: number;
  readonly column: string;
  readonly isFilled: boolean;
  readonly steps: readonly number[];
  /** Of 40 hours, up to where what is known. */
  readonly until: number;
  readonly otherUntil: number;
  readonly isPacked: boolean;
  /** What is held of it begins so many hours later; 0: with its first reading. */
  readonly otherSince: number;
}

const worlds: fc.Arbitrary<World> = fc
  .record({
    interval: fc.constantFrom<World['interval'][]>('30m', '1h', '2h'),
    grid: fc.constantFrom<World['grid'][]>('complete', 'observed'),
    delay: fc.constantFrom<World['delay'][]>('45m', undefined),
    ownDelay: fc.constantFrom<World['ownDelay'][]>('90m', undefined),
    known: fc.constantFrom<World['known'][]>('past', 'future'),
    within: fc.integer({ min: 1, max: 6 }),
    isLagged: fc.boolean(),
    isFilled: fc.boolean(),
    steps: fc.uniqueArray(fc.integer({ min: 0, max: 79 }), { minLength: 5, maxLength: 60 }),
    until: fc.integer({ min: 2, max: 40 }),
    otherUntil: fc.integer({ min: 2, max: 40 }),
    isPacked: fc.boolean(),
    otherSince: fc.constantFrom(0, 0, 3, 11),
  })
  .map(({ isLagged, ...world }) => ({
    ...world,
    column: isLagged ? `temperature_mean_lag${world.interval}` : 'temperature_mean',
  }));

const loads = (until: number): Reading[] =>
  Array.from({ length: 40 }, (_, i) => ({ at: FIRST + i * HOUR, values: [i], words: [] })).filter(
    ({ at }) => at < until,
  );

interface Compared {
  readonly complete: number;
  readonly all: number;
}

/** Serves each row of `until` hours, and compares it with one of a dataset that has the joined column itself. */
const compare = (world: World): Compared => {
  const { interval, grid, delay, ownDelay, known, within, column, isFilled } = world;
  const weather = weatherSpec(interval, grid, delay);
  const other = open({ spec: weather });
  const temperatures = world.steps
    .toSorted((a, b) => a - b)
    .map(
      (step): Reading => ({
        at: FIRST + step * 30 * MINUTE,
        values: [step % 5 === 0 ? Number.NaN : step * 0.1],
        words: [],
      }),
    );
  const rows = sealedRows(other, weather, temperatures, column);
  const time = { ...times, ...(ownDelay && { delay: ownDelay }) };
  const gaps = isFilled ? { gaps: { fill: 'forward', limit: '2h' } } : {};
  const spec = Spec.parse({
    ...families,
    ...gaps,
    time,
    values: { load: {} },
    joins: { w: { columns: [column], known, within: `${within}h`, entity: { is: 's' } } },
  });
  const transform = open({ spec, joined: { w: other } });
  const own = Spec.parse({ ...families, ...gaps, time, values: { load: {}, w: { aggregate: ['mean'] } } });
  const oracle = open({ spec: own });
  const [joined = ''] = contextOf(spec).aggregated.flatMap(({ name, source }) =>
    source.startsWith('w.') ? [name] : [],
  );

  const all = oracle.history({ isWhole: true });
  all.add(
    loads(Number.POSITIVE_INFINITY).map(({ at, values: [load = 0] }) => ({
      at,
      values: [load, asOf(rows, { begins: at, availableAt: at + HOUR }, known, within * HOUR) ?? Number.NaN],
      words: [],
    })),
  );
  all.knowUntil(FIRST + 100 * HOUR);

  const [until, otherUntil] = [FIRST + world.until * HOUR, FIRST + world.otherUntil * HOUR];
  const history = transform.history({ isWhole: true });
  history.add(loads(until));
  history.knowUntil(until);
  const otherSince = FIRST + world.otherSince * HOUR;
  let station = other.history({ isWhole: world.otherSince === 0 });
  station.add(temperatures.filter(({ at }) => at < otherUntil && at >= otherSince));
  station.knowUntil(otherUntil);
  if (world.isPacked) station = other.history({ packed: station.pack() });
  const names = transform.columns(false);
  const places = names.map((name) => oracle.columns(false).indexOf(name.replace(joined, 'w_mean')));
  expect(
    places.every((place) => place >= 0),
    names.join(),
  ).toBe(true);
  let complete = 0;
  let hours = 0;
  for (let at = FIRST; at < until; at += HOUR) {
    const [row] = transform.rows(history, { at, scaled: false, joined: { w: station } });
    const [wanted] = oracle.rows(all, { at, scaled: false });
    hours += names.length;
    for (const [i, name] of names.entries()) {
      const value = row?.values[i] ?? null;
      const isComplete = (row?.history?.[i] ?? 'complete') === 'complete';
      if (isComplete) complete += 1;
      // What began before what is held is made of the rest.
      else if (value === null || world.otherSince > 0) continue;
      expect({ at: new Date(at).toISOString(), name, value }).toEqual({
        at: new Date(at).toISOString(),
        name,
        value: wanted?.values[places[i] ?? -1] ?? null,
      });
    }
  }
  return { complete, all: hours };
};

describe('columns of another dataset', () => {
  test('are those of its sealed rows, as of each interval, in lags, windows and filled gaps too', () => {
    let [complete, all] = [0, 0];
    fc.assert(
      fc.property(worlds, (world) => {
        const found = compare(world);
        complete += found.complete;
        all += found.all;
      }),
      { numRuns: 60 },
    );
    expect(complete / all).toBeGreaterThan(0.5);
  });

  const weather = weatherSpec('1h', 'complete', undefined);
  const other = open({ spec: weather });
  const stationOf = (hours: number, add = 0) => {
    const history = other.history({ isWhole: true });
    history.add(
      Array.from(
        { length: hours * 2 },
        (_, i): Reading => ({ at: FIRST + i * 30 * MINUTE, values: [i + add], words: [] }),
      ),
    );
    return history;
  };
  const joining = (join: object, isOne = false): Transform =>
    open({
      spec: Spec.parse({
        ...families,
        time: times,
        values: { load: {} },
        joins: { w: { columns: ['temperature_mean'], ...join } },
      }),
      joined: { w: other },
      isOne,
    });
  const served = (transform: Transform, at: number, joined: JoinedEntities) => {
    const history = transform.history({ isWhole: true });
    history.add(loads(FIRST + 5 * HOUR));
    const [row] = transform.rows(history, { at: FIRST + at * HOUR, scaled: false, joined });
    const place = transform.columns(false).indexOf('w_temperature_mean');
    return [row?.values[place], row?.history?.[place] ?? 'complete'];
  };

  test('are missing without what is held of the other dataset, and none where no entity belongs', () => {
    const transform = joining({});
    expect(served(transform, 2, {})).toEqual([null, 'missing']);
    expect(served(transform, 2, { w: other.history({ isWhole: true }) })).toEqual([null, 'missing']);
    expect(served(transform, 2, { w: null })).toEqual([null, 'complete']);
    expect(served(transform, 2, { w: stationOf(3) })).toEqual([4.5, 'complete']);
    // The row before is not the one of training.
    expect(served(transform, 2, { w: stationOf(2) })).toEqual([null, 'missing']);
  });

  test('of intervals to come are those that are known beforehand', () => {
    const transform = joining({ known: 'future' });
    expect(served(transform, 7, { w: stationOf(8) })).toEqual([14.5, 'complete']);
    expect(served(transform, 8, { w: stationOf(8) })).toEqual([null, 'missing']);
  });

  test('that never change are those of the last row that has one', () => {
    const transform = joining({ known: 'static' });
    const history = stationOf(3);
    history.add([{ at: FIRST + 3 * HOUR, values: [Number.NaN], words: [] }]);
    history.knowUntil(FIRST + 4 * HOUR);
    expect(served(transform, 0, { w: history })).toEqual([4.5, 'complete']);
    expect(served(transform, 9, { w: { values: { temperature_mean: 3 } } })).toEqual([3, 'complete']);
    expect(served(transform, 0, { w: { values: {} } })).toEqual([null, 'missing']);
  });

  test('are of the entity that the spec says', () => {
    const entityOf = (join: object, entity: string, isOne = false) =>
      joining(join, isOne).joins[0]?.entityOf(entity);
    expect(entityOf({}, 'a')).toBe('a');
    expect(entityOf({}, 'a', true)).toBe('all');
    expect(entityOf({ entity: { is: 's' } }, 'a')).toBe('s');
    expect(['a', 'b', 'toString'].map((one) => entityOf({ entity: { of: { a: 's' } } }, one))).toEqual([
      's',
      undefined,
      undefined,
    ]);
  });

  test('are of the nearest entity, once it is known where both are', () => {
    const spec = Spec.parse({
      ...families,
      time: times,
      values: { load: {} },
      joins: {
        site: { columns: ['lat_mean', 'lon_mean'], known: 'static' },
        w: {
          columns: ['temperature_mean'],
          entity: { nearest: ['lat_mean', 'lon_mean'], to: ['site_lat_mean', 'site.lon_mean'] },
        },
      },
    });
    const join = open({ spec, joined: {} }).joins[1];
    expect(join?.nearest).toEqual({
      places: ['lat_mean', 'lon_mean'],
      to: [
        { join: 'site', column: 'lat_mean' },
        { join: 'site', column: 'lon_mean' },
      ],
    });
    const places = [
      { entity: 'north', latitude: 60, longitude: 10 },
      { entity: 'south', latitude: 40, longitude: 10 },
    ];
    expect(join?.entityOf('a', { places, position: { latitude: 45, longitude: 170 } })).toBe('north');
    expect(join?.entityOf('a', { places, position: { latitude: 45, longitude: 10 } })).toBe('south');
    expect(join?.entityOf('a', { places, position: undefined })).toBe(undefined);
  });

  test('of a third dataset are refused', () => {
    const third = joining({});
    const spec = Spec.parse({
      ...families,
      time: times,
      values: { load: {} },
      joins: { town: { columns: ['w_temperature_mean'] } },
    });
    expect(() => open({ spec, joined: { town: third } })).toThrow(
      expect.objectContaining({ code: 'JOIN_NOT_SERVED' }),
    );
  });
});
