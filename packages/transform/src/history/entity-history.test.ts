import { orderedColumns, usedFamilies } from '@wattline/features';
import { Spec } from '@wattline/spec/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openTransform } from '../open-transform.ts';
import type { Reading } from '../reading.ts';

const spec = Spec.parse({
  time: { column: 'time', format: 'iso', zone: 'Europe/Paris', cadence: '15m' },
  entity: 'meter',
  values: {
    load: { aggregate: ['mean', 'count'] },
    energy: { kind: 'total', aggregate: ['sum'] },
    counter: { kind: 'register', aggregate: ['sum', 'last'] },
  },
  interval: '1h',
  lags: { by: ['1h', '3h'], clock: 'wall', fill: 7 },
  rolling: { windows: ['4h'] },
});

const columns = orderedColumns(usedFamilies(spec)).map(({ name, dtype }) => ({
  name,
  dtype,
  role: 'feature',
}));
const transform = openTransform({
  format: 1,
  dataset: 'town',
  version: '1',
  spec,
  columns,
  scaler: { method: 'none', features: [], targets: [] },
});

/** Shortly before clocks change. */
const FIRST = Date.UTC(2017, 9, 28, 20);
const STEP = 900_000;

const readings: fc.Arbitrary<Reading[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 40 })
  .map((steps) =>
    steps.map((step) => ({ at: FIRST + step * STEP, values: [step * 0.1, step % 7, step * 3.3], words: [] })),
  );

const rowsOf = (some: readonly (readonly Reading[])[]) => {
  const history = transform.history({ isWhole: true });
  for (const chunk of some) {
    history.add(chunk);
    history.settle();
  }
  const all = some.flat().map(({ at }) => at);
  const first = Math.min(...all);
  history.knowUntil(Math.max(...all) + 4 * STEP);
  return Array.from({ length: 18 }, (_, i) => transform.rows(history, { at: first + i * 4 * STEP }));
};

test('the order in which readings come, and how many at once, changes nothing', () => {
  fc.assert(
    fc.property(readings, fc.integer({ min: 1, max: 9 }), (all, size) => {
      const chunks = Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
        all.slice(i * size, (i + 1) * size),
      );
      expect(rowsOf(chunks)).toEqual(rowsOf([all]));
    }),
    { numRuns: 200 },
  );
});

test('what is trimmed is not needed by later rows', () => {
  const all = Array.from({ length: 300 }, (_, step) => ({
    at: FIRST + step * STEP,
    values: [step * 0.1, step % 7, step * 3.3],
    words: [],
  }));
  const [whole, trimmed] = [transform.history({ isWhole: true }), transform.history({ isWhole: true })];
  for (const reading of all) {
    for (const history of [whole, trimmed]) history.add([reading]);
    trimmed.settle();
    transform.trim(trimmed);
    expect(transform.rows(trimmed)).toEqual(transform.rows(whole));
  }
  expect(trimmed.readings()).toBeLessThan(150);
  expect(trimmed.add([{ at: FIRST, values: [1, 1, 1], words: [] }])).toBe(1);
});

test('of an interval that is not over, and of later ones, nothing is known but the calendar and what lies back', () => {
  const history = transform.history({ isWhole: true });
  history.add(
    [0, 1, 2, 3, 4].map((step) => ({ at: FIRST + step * STEP, values: [step, 1, step], words: [] })),
  );
  const [open, later] = transform.rows(history, { horizon: 2 });
  const names = transform.columns(true);
  const of = (row: typeof open, name: string) => [
    row?.values[names.indexOf(name)],
    row?.history?.[names.indexOf(name)],
  ];
  expect(of(open, 'load_count')).toEqual([null, 'missing']);
  expect(of(open, 'readings_present')).toEqual([null, 'missing']);
  expect(of(open, 'load_mean_lag1h')).toEqual([1.5, 'complete']);
  expect(of(later, 'load_mean_lag1h')).toEqual([null, 'missing']);
  expect(of(later, 'load_mean_rolling4h_mean')).toEqual([null, 'partial']);
});
