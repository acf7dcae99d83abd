import { CalendarField, CyclicalField, Spec } from '@wattline/spec';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import '../polars/index.ts';
import { featureColumns } from './feature-columns.ts';
import { featureFrame, rowsOf, spanOf } from './testing/frames.ts';
import { places, readingsFrom, steppedReadings, value } from './testing/readings.ts';
import { type Cell, type FeatureRow, referenceRows } from './testing/reference.ts';

const hour = 3_600_000;

const aggregations = ['mean', 'sum', 'min', 'max', 'std', 'first', 'last', 'count'] as const;
const units = { '15m': 15, '1h': 60, '6h': 360, '1d': 1440 } as const;

const specs = fc
  .record({
    place: places,
    delay: fc.constantFrom(undefined, '90m'),
    interval: fc.constantFrom<keyof typeof units>('15m', '1h', '6h', '1d'),
    clock: fc.constantFrom('elapsed', 'wall', 'rows'),
    grid: fc.constantFrom('complete', 'observed'),
    fill: fc.constantFrom(undefined, 0, -1.5),
    hemisphere: fc.constantFrom('north', 'south'),
    aggregate: fc.uniqueArray(fc.constantFrom(...aggregations), { minLength: 1, maxLength: 3 }),
    steps: fc.uniqueArray(fc.integer({ min: 1, max: 13 }), { minLength: 1, maxLength: 3 }),
  })
  .map(({ place: [zone, from], delay, interval, clock, grid, fill, hemisphere, aggregate, steps }) => {
    const durations = steps.map((n) => `${n * units[interval]}m`);
    const spec = Spec.parse({
      time: { column: 'time', zone, cadence: '15m', delay },
      entity: 'entity',
      naming: 'as-written',
      values: { 'load "kW"': { aggregate }, heat: { aggregate: ['mean', 'count'] } },
      categories: { state: { vocabulary: ['on', 'off'], aggregate: 'max' } },
      interval,
      grid,
      calendar: {
        fields: CalendarField.exclude(['IsHoliday', 'DaysToHoliday', 'DaysSinceHoliday', 'IsBridgeDay'])
          .options,
        cyclical: CyclicalField.options,
        hemisphere,
      },
      lags: { by: durations, clock, ...(fill === undefined ? {} : { fill }) },
      rolling: { windows: durations },
      differences: { over: durations },
    });
    return { spec, from: Date.parse(from) };
  });

const cases = specs.chain(({ spec, from }) => {
  const days = spec.interval === '15m' ? 2 : spec.interval === '1h' ? 4 : 12;
  return readingsFrom(from, days).map((readings) => ({ spec, readings }));
});

const near = (found: Cell | undefined, wanted: Cell | undefined, size: number): boolean =>
  typeof found === 'number' && typeof wanted === 'number'
    ? Math.abs(found - wanted) <= 1e-9 * Math.max(size, Math.abs(wanted))
    : found === wanted;

const expectRows = (found: readonly FeatureRow[], wanted: readonly FeatureRow[], spec: Spec): void => {
  const names = featureColumns(spec).map(({ name }) => name);
  expect(found.map((row) => [row.entity, row.event_timestamp])).toEqual(
    wanted.map((row) => [row.entity, row.event_timestamp]),
  );
  for (const [i, row] of found.entries()) {
    for (const name of names) {
      const want = wanted[i]?.[name];
      // Of squares of values up to 1e4.
      const size = name.includes('std') ? 1e4 : 1;
      if (!near(row[name], want, size)) expect({ i, [name]: row[name] }).toEqual({ i, [name]: want });
    }
  }
};

describe('feature rows', () => {
  test('agree with a plain reference, whatever the zone, interval, clock and gaps', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ spec, readings }) => {
        const frame = await featureFrame(spec, readings);
        const columns = featureColumns(spec);
        expect(frame.columns).toEqual(columns.map(({ name }) => name));
        expect(
          frame.dtypes.map((dtype) => String(dtype).slice('DataType('.length, -1).replace(',', ', ')),
        ).toEqual(columns.map(({ dtype }) => dtype));
        expectRows(rowsOf(frame), referenceRows(spec, readings), spec);
      }),
      { numRuns: 8, interruptAfterTimeLimit: 60_000 },
    );
  });

  test('up to a time stay as they are when readings after it change', async () => {
    await fc.assert(
      fc.asyncProperty(cases, fc.double({ min: 0, max: 1, noNaN: true }), value, async (some, at, other) => {
        const { spec, readings } = some;
        const before = rowsOf(await featureFrame(spec, readings));
        const starts = [...new Set(before.map((row) => Number(row.event_timestamp)))].sort((a, b) => a - b);
        const bound = starts[Math.floor(at * starts.length)] ?? Infinity;
        const changed = readings.map((reading) =>
          reading.at < bound
            ? reading
            : { ...reading, values: { 'load "kW"': other, heat: null }, words: { state: 'off' } },
        );
        const after = rowsOf(await featureFrame(spec, changed));
        const early = (rows: FeatureRow[]) => rows.filter((row) => Number(row.event_timestamp) < bound);
        expect(early(after)).toEqual(early(before));
      }),
      { numRuns: 4, interruptAfterTimeLimit: 60_000 },
    );
  });

  test('agree with the reference where intervals are months of the calendar', async () => {
    const months = fc
      .record({
        place: places,
        interval: fc.constantFrom('1mo', '2mo', '1q'),
        clock: fc.constantFrom('elapsed', 'wall', 'rows'),
        grid: fc.constantFrom('complete', 'observed'),
        steps: fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 2 }),
      })
      .chain(({ place: [zone, from], interval, clock, grid, steps }) => {
        const by = steps.map((n) => (interval === '1q' ? `${n}q` : `${n * Number(interval[0])}mo`));
        const spec = Spec.parse({
          time: { column: 'time', zone, cadence: '1d' },
          entity: 'entity',
          naming: 'as-written',
          values: { 'load "kW"': { aggregate: ['mean', 'max'] }, heat: { aggregate: ['sum'] } },
          interval,
          grid,
          lags: { by, clock },
          rolling: { windows: by },
          differences: { over: by },
        });
        return readingsFrom(Date.parse(from), 300).map((readings) => ({ spec, readings }));
      });
    await fc.assert(
      fc.asyncProperty(months, async ({ spec, readings }) => {
        expectRows(rowsOf(await featureFrame(spec, readings)), referenceRows(spec, readings), spec);
      }),
      { numRuns: 8, interruptAfterTimeLimit: 60_000 },
    );
  });

  test('agree with the reference where series come by steps of their own', async () => {
    const stepped = fc
      .record({ place: places, interval: fc.constantFrom('15m', '1h', '6h', '1d') })
      .chain(({ place: [zone, from], interval }) => {
        const spec = Spec.parse({
          time: { column: 'time', zone, cadence: '15m', cadences: 'own' },
          entity: 'entity',
          naming: 'as-written',
          values: { heat: { aggregate: ['mean', 'count'] } },
          interval,
          calendar: { fields: [] },
          lags: { by: [] },
        });
        return steppedReadings(Date.parse(from)).map((readings) => ({ spec, readings }));
      });
    await fc.assert(
      fc.asyncProperty(stepped, async ({ spec, readings }) => {
        expectRows(rowsOf(await featureFrame(spec, readings)), referenceRows(spec, readings), spec);
      }),
      { numRuns: 40, interruptAfterTimeLimit: 60_000 },
    );
  });

  test('have the same bits whatever else is in their bucket', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ spec, readings }) => {
        const all = rowsOf(await featureFrame(spec, readings));
        const span = spanOf(readings);
        const apart: FeatureRow[] = [];
        for (const entity of ['a', 'b', 'é']) {
          const own = readings.filter((reading) => reading.entity === entity);
          if (own.length > 0)
            apart.push(...rowsOf(await featureFrame(spec, own, { ...span, to: span.to + hour })));
        }
        expect(apart).toEqual(all);
      }),
      { numRuns: 4, interruptAfterTimeLimit: 60_000 },
    );
  });
});
