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

test('columns are packed as the history is that holds their readings', () => {
  fc.assert(
    fc.property(readings, fc.boolean(), (some, isWhole) => {
      const history = transform.history({ isWhole });
      history.add(some);
      const inOrder = some.toSorted((a, b) => a.at - b.at);
      const columnsOf = {
        at: Float64Array.from(inOrder, ({ at }) => at),
        values: [0, 1, 2].map((i) => inOrder.map(({ values }) => values[i] ?? Number.NaN)),
        words: [],
      };
      expect(transform.pack(columnsOf, { isWhole })).toEqual(history.pack());
    }),
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

const stepsFrom = (first: number, until: number): Reading[] =>
  Array.from({ length: until - first }, (_, i) => ({
    at: FIRST + (first + i) * STEP,
    values: [i * 0.5, 1, (first + i) * 2],
    words: [],
  }));

/** Of the row of a step: its columns that are not complete, by how much of each is there. */
const openColumns = (history: ReturnType<typeof transform.history>, step: number) => {
  const [row] = transform.rows(history, { at: FIRST + step * STEP });
  const held = row?.history ?? [];
  const names = transform.columns(true);
  return {
    partial: names.filter((_, i) => held[i] === 'partial'),
    missing: names.filter((_, i) => held[i] === 'missing'),
    filled: names.filter((_, i) => held[i] === 'missing' && row?.values[i] !== null),
  };
};

test('what readings on their way would make is not complete until they are here', () => {
  // Two hours of four, of which the second and half of the third are awaited.
  const begin = () => {
    const history = transform.history({ isWhole: true });
    history.add(stepsFrom(0, 42));
    history.awaitUntil(FIRST + 50 * STEP);
    history.add(stepsFrom(50, 80));
    return history;
  };
  const history = begin();
  expect(openColumns(history, 36)).toEqual({ partial: [], missing: [], filled: [] });
  // Of its four readings two are here.
  expect(openColumns(history, 40).partial).toContain('load_mean');
  // It has none, and the hour before a part.
  expect(openColumns(history, 44).missing).toContain('load_mean');
  expect(openColumns(history, 44).partial).toContain('load_mean_lag1h');
  expect(openColumns(history, 44).filled).toEqual([]);
  // Its own are here, those of three hours before are not.
  expect(openColumns(history, 56).missing).toEqual([
    'load_mean_lag3h',
    'load_count_lag3h',
    'energy_sum_lag3h',
    'counter_sum_lag3h',
    'counter_last_lag3h',
  ]);
  expect(openColumns(history, 72)).toEqual({ partial: [], missing: [], filled: [] });

  const packed = transform.history({ packed: history.pack() });
  expect(openColumns(packed, 44)).toEqual(openColumns(history, 44));
  packed.add(stepsFrom(42, 46));
  expect(openColumns(packed, 40).partial).not.toContain('load_mean');
  expect(openColumns(packed, 48).partial).toContain('load_mean');
  packed.add(stepsFrom(46, 50));
  const whole = transform.history({ isWhole: true });
  whole.add(stepsFrom(0, 80).map((one) => one));
  for (let step = 40; step < 72; step += 4)
    expect(openColumns(packed, step)).toEqual({ partial: [], missing: [], filled: [] });

  // Nobody has any.
  const known = begin();
  known.knowUntil(FIRST + 50 * STEP);
  expect(openColumns(known, 44)).toEqual({ partial: [], missing: [], filled: [] });
});

test('a reading that comes when it is due, or a little late, leaves nothing to wait for', () => {
  for (const late of [0, 0.4]) {
    const history = transform.history({ isWhole: true });
    history.add(stepsFrom(0, 42));
    history.awaitUntil(FIRST + (42 + late) * STEP);
    expect(history.awaited()).toBeUndefined();
  }
});
