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

const rowsOf = (
  some: readonly (readonly Reading[])[],
  isPacked: (chunk: number) => boolean = () => false,
) => {
  let history = transform.history({ isWhole: true });
  for (const [i, chunk] of some.entries()) {
    history.add(chunk);
    if (i % 3 > 0) history.settle();
    if (isPacked(i)) history = transform.history({ packed: history.pack() });
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

test('what was packed goes on as it was', () => {
  fc.assert(
    fc.property(
      readings,
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 4 }),
      (all, size, often) => {
        const chunks = Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
          all.slice(i * size, (i + 1) * size),
        );
        expect(rowsOf(chunks, (i) => i % often === 0)).toEqual(rowsOf([all]));
      },
    ),
    { numRuns: 200 },
  );
});

test('what is trimmed is not needed by later rows', () => {
  const all = Array.from({ length: 300 }, (_, step) => ({
    at: FIRST + step * STEP,
    values: [step * 0.1, step % 7, step * 3.3],
    words: [],
  }));
  const whole = transform.history({ isWhole: true });
  const trimmed = transform.history({ isWhole: true });
  let packed = transform.history({ isWhole: true });
  for (const [i, reading] of all.entries()) {
    for (const history of [whole, trimmed, packed]) history.add([reading]);
    for (const history of [trimmed, packed]) {
      history.settle();
      transform.trim(history);
    }
    if (i % 7 < 2) packed = transform.history({ packed: packed.pack() });
    const rows = transform.rows(whole);
    expect(transform.rows(trimmed)).toEqual(rows);
    expect(transform.rows(packed)).toEqual(rows);
  }
  for (const history of [trimmed, packed]) {
    expect(history.readings()).toBeLessThan(150);
    expect(history.add([{ at: FIRST, values: [1, 1, 1], words: [] }])).toBe(1);
  }
  expect(packed.readingsFrom(0)).toEqual(trimmed.readingsFrom(0));
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
