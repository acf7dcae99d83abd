import { openTransform, type Transform } from '@wattline/online-transform';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  cellsOf,
  type Reading,
  type Row,
  type Sealed,
  sealTown,
  townReadings,
} from '../chain/horizons/seal-town.ts';

const HOUR = 3_600_000;
/** Clocks of Paris went forward on 31 March. */
const readings = townReadings('2024-03-28T00:00:00Z', 10 * 24);
const spec = {
  time: { column: 'time', zone: 'Europe/Paris', cadence: '1h', delay: '90m' },
  entity: 'meter',
  interval: '1h',
  values: { load: {}, pressure: { aggregate: ['mean', 'max'] }, temperature: { known: 'future' } },
  lags: { by: ['1h', '24h'], clock: 'wall' },
  rolling: { windows: ['3h'], statistics: ['mean', 'std'] },
  coverage: true,
  differences: { columns: 'all' },
  since: { of: ['reading', 'value', 'change'], within: '2d' },
  ewm: { halfLives: ['6h'] },
  partition: { period: 'month', entityBuckets: 2 },
  scaling: { method: 'standard' },
  target: { columns: ['load_mean'], horizons: ['1h', '24h'], as: 'difference' },
};

let sealed: Sealed;
let transform: Transform;
beforeAll(async () => {
  sealed = await sealTown(spec, readings);
  transform = openTransform(JSON.parse(JSON.stringify(sealed.preprocessor)));
});

const rowsOf = (horizon: string): Row[] =>
  [...sealed.rows]
    .filter(([path]) => path.startsWith(`training/horizon=${horizon}/`))
    .flatMap(([, rows]) => rows);

const historyOf = (meter: unknown, some: readonly Reading[], until: number) => {
  const history = transform.history({ isWhole: true });
  history.add(transform.read(some.map(cellsOf)).readings.get(String(meter)) ?? []);
  history.knowUntil(until);
  return history;
};

/** The row as the training set has it, without its label. */
const featuresOf = (row: Row, horizon: string) => {
  const { meter: _, [`load_mean_ahead${horizon}_difference`]: label, ...features } = row;
  expect(label).not.toBeNull();
  return features;
};

const served = (history: ReturnType<typeof historyOf>, ahead: string, at?: number) => {
  const [row] = transform.rows(history, { at, ahead });
  const columns = transform.columns(true, ahead);
  return {
    history: row?.history,
    values: {
      event_timestamp: row?.at,
      origin_timestamp: row?.origin,
      available_at: row?.availableAt,
      ...Object.fromEntries(columns.map((name, i) => [name, row?.values[i] ?? null])),
    },
  };
};

describe('rows of a horizon', () => {
  test('are served as training sets have them, in each bit', () => {
    expect(transform.horizons).toEqual(['1h', '24h']);
    const end = Math.max(...readings.map(({ at }) => at)) + HOUR;
    const histories = new Map(['A', 'B'].map((meter) => [meter, historyOf(meter, readings, end)]));
    for (const horizon of transform.horizons) {
      const rows = rowsOf(horizon);
      expect(rows.length).toBeGreaterThan(300);
      for (const row of rows) {
        const history = histories.get(String(row.meter));
        if (history === undefined) throw new Error(`no history of ${row.meter}`);
        expect(served(history, horizon, Number(row.event_timestamp))).toEqual({
          history: undefined,
          values: featuresOf(row, horizon),
        });
      }
    }
  });

  test('are served from what is known when the forecast is made, and from what is known beforehand', () => {
    for (const horizon of transform.horizons)
      for (const row of rowsOf(horizon).filter((_, i) => i % 41 === 0)) {
        const [label, origin] = [Number(row.event_timestamp), Number(row.origin_timestamp)];
        const known = readings
          .filter(({ at }) => at <= label)
          .map((one) => (one.at <= origin ? one : { ...one, load: null, pressure: null }));
        expect(served(historyOf(row.meter, known, label + HOUR), horizon, label).values).toEqual(
          featuresOf(row, horizon),
        );
      }
  });

  test('are those that come so long after the last interval that ended, and say what is not known yet', () => {
    const last = Date.parse('2024-04-02T09:00:00Z');
    const until = historyOf(
      'A',
      readings.filter(({ at }) => at <= last),
      last + HOUR,
    );
    const { values, history } = served(until, '24h');
    const row = rowsOf('24h').find(({ meter, origin_timestamp: origin }) => meter === 'A' && origin === last);
    // An hour and a half after its end the interval is known: two more, in whole ones.
    expect(values.event_timestamp).toBe(last + 26 * HOUR);
    const columns = transform.columns(true, '24h');
    const open = columns.filter((_, i) => history?.[i] !== 'complete');
    expect(open.every((name) => name.startsWith('temperature'))).toBe(true);
    expect(open).toContain('temperature_mean');
    for (const name of columns.filter((one) => !open.includes(one)))
      expect(values[name as keyof typeof values], name).toBe(row?.[name]);
    // The next two intervals, each from a day before it, and the delay.
    expect(transform.rows(until, { horizon: 2, ahead: '24h' }).map(({ at, origin }) => [at, origin])).toEqual(
      [
        [last + HOUR, last - 25 * HOUR],
        [last + 2 * HOUR, last - 24 * HOUR],
      ],
    );
  });

  test.each([
    () => transform.invert('load_mean_ahead24', 0.42),
    () => transform.unscale('lod_mean', 1),
    () => transform.unscale('lod_mean', 1, { ahead: '24h' }),
  ])('give nothing back of columns that nobody knows (%#)', (call) => {
    expect(call).toThrow(
      expect.objectContaining({ code: 'COLUMN_UNKNOWN', remedy: expect.stringContaining('columns(true') }),
    );
  });

  test('are of the horizons of the spec alone, and give predictions back in their unit', () => {
    expect(() => transform.columns(true, '2h')).toThrow(
      expect.objectContaining({ code: 'HORIZON_UNKNOWN', remedy: 'Ask for one of 1h, 24h' }),
    );
    const [row] = rowsOf('24h').filter(({ meter }) => meter === 'B');
    const label = 'load_mean_ahead24h_difference';
    const load = (time: unknown) =>
      readings.find(({ meter, at }) => meter === 'B' && at === time)?.load ?? Number.NaN;
    expect(transform.unscale(label, Number(row?.[label]))).toBeCloseTo(
      load(row?.event_timestamp) - load(row?.origin_timestamp),
      9,
    );
    const end = Math.max(...readings.map(({ at }) => at)) + HOUR;
    const [own] = transform.rows(historyOf('B', readings, end), {
      at: Number(row?.event_timestamp),
      ahead: '24h',
      scaled: false,
    });
    expect(own?.references).toEqual({ [label]: load(row?.origin_timestamp) });
    expect(transform.invert(label, Number(row?.[label]), own)).toBeCloseTo(load(row?.event_timestamp), 9);
    // Their features are scaled otherwise than those of the same name of rows of their own interval.
    for (const [i, name] of transform.columns(false, '24h').entries()) {
      const plain = own?.values[i];
      const scaled = row?.[name];
      if (typeof plain !== 'number' || typeof scaled !== 'number') continue;
      const back = transform.unscale(name, scaled, { ahead: '24h' });
      expect(Math.abs(back - plain), name).toBeLessThan(1e-9 * Math.max(1, Math.abs(plain)));
    }
    expect(transform.unscale('load_mean_lag1h', 0, { ahead: '24h' })).not.toBe(
      transform.unscale('load_mean_lag1h', 0),
    );
  });
});
