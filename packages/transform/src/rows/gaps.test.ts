import { Spec } from '@wattline/spec/schema';
import { expect, test } from 'vitest';
import { openTransform } from '../open-transform.ts';

const HOUR = 3_600_000;
const FROM = Date.parse('2024-01-01T00:00Z');

const spec = Spec.parse({
  time: { column: 'time', cadence: '1h' },
  values: { load: {}, heat: {} },
  calendar: { fields: [] },
  coverage: false,
  lags: { by: ['1h'], clock: 'elapsed', columns: ['load_mean'] },
  gaps: { fill: 'forward', limit: '3h' },
  target: ['load_mean'],
});
const names = ['load_mean', 'heat_mean', 'load_mean_lag1h', 'load_mean_filled', 'heat_mean_filled'];
const transform = openTransform({
  format: 1,
  dataset: 'town',
  version: 'v1',
  spec,
  columns: names.map((name) => ({
    name,
    dtype: 'Float64',
    role: name === 'load_mean' ? 'target' : 'feature',
  })),
  scaler: { method: 'none', features: [], targets: [] },
});

/** Hours of 1, 2, nothing, …; rows of some of them, from those of `since` on. */
const served = (loads: readonly (number | null)[], since: number, hours: readonly number[]) => {
  const cells = loads.map((load, hour) => ({
    event_timestamp: new Date(FROM + hour * HOUR).toISOString(),
    load: load === null ? '' : String(load),
    heat: load === null ? '' : String(load),
  }));
  const [readings = []] = transform.read(cells.slice(since)).readings.values();
  const history = transform.history({ isWhole: since === 0 });
  history.add(readings);
  history.knowUntil(FROM + loads.length * HOUR);
  return hours.flatMap((hour) =>
    transform
      .rows(history, { at: FROM + hour * HOUR, scaled: false })
      .map((row) => ({ values: row.values, history: row.history })),
  );
};

const loads = [1, 2, null, null, null, null, 7, null];

test('served rows have gaps filled as they are sealed, and labels as they were measured', () => {
  expect(served(loads, 0, [2, 5, 7])).toEqual([
    { values: [null, 2, 2, 1, 1], history: undefined },
    { values: [null, null, 2, 0, 0], history: undefined },
    { values: [null, 7, 7, 1, 1], history: undefined },
  ]);
});

test('what may be filled from before what is held is not complete', () => {
  const [row] = served(loads, 3, [4]);
  // Sealed it has the 2 of before.
  expect(row?.values[1]).toBe(null);
  expect(row?.history).toEqual(['complete', 'partial', 'partial', 'partial', 'partial']);
  const [later] = served(loads, 3, [7]);
  expect(later?.history).toEqual(undefined);
});

test('an interval that is not over is not filled', () => {
  const [readings = []] = transform
    .read([{ event_timestamp: new Date(FROM).toISOString(), load: '1', heat: '1' }])
    .readings.values();
  const history = transform.history({ isWhole: true });
  history.add(readings);
  const [next] = transform.rows(history, { horizon: 1, scaled: false });
  expect(next?.values).toEqual([null, null, 1, null, null]);
});
