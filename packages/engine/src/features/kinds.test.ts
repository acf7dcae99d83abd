import { Spec, type SpecInput } from '@wattline/spec';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { featureFrame, rowsOf } from './testing/frames.ts';
import { onlineRows } from './testing/online.ts';
import { places, readingsFrom, steppedReadings } from './testing/readings.ts';
import type { FeatureRow, Reading } from './testing/reference.ts';

const HOUR = 3_600_000;
const start = Date.UTC(2023, 0, 10);

const specOf = (value: SpecInput['values'][string], more: Partial<SpecInput> = {}): Spec =>
  Spec.parse({
    time: { column: 'time', cadence: '30m' },
    entity: 'entity',
    values: { x: value },
    calendar: { fields: [] },
    coverage: false,
    lags: { by: [] },
    ...more,
  });

/** Readings of one entity, each so many hours after the start. */
const readingsAt = (cells: readonly (readonly [hours: number, x: number | null])[]): Reading[] =>
  cells.map(([hours, x]) => ({ entity: 'a', at: start + hours * HOUR, values: { x }, words: {} }));

/** Of each hour from the start on, a column. */
const columnOf = async (spec: Spec, readings: readonly Reading[], name: string): Promise<unknown[]> =>
  rowsOf(await featureFrame(spec, readings)).map((row) => row[name]);

describe('a direction', () => {
  const spec = specOf({ kind: 'circular', aggregate: ['mean', 'std', 'first', 'last', 'count'] });

  test.each([
    ['across north', [350, 10], 0],
    ['a little east of north', [350, 20], 5],
    ['as numbers without a turn', [80, 100], 90],
    // cos: (1 + 1 + 0) / 3, sin: 1 / 3, so tan is 1/2.
    ['of uneven weights', [0, 0, 90], 26.565051177],
    ['of one reading', [271.5, null], 271.5],
    ['written with a sign', [-20, -40], 330],
    ['of a full turn', [360, 360], 0],
  ])('has the mean of its vectors: %s', async (_, cells, mean) => {
    const readings = readingsAt(cells.map((cell, index) => [index / 4, cell]));
    expect(await columnOf(spec, readings, 'x_mean')).toEqual([mean]);
  });

  test('has no mean where its vectors cancel each other out', async () => {
    const readings = readingsAt([
      [0, 0],
      [0.5, 180],
      [1, null],
      [2, 45],
    ]);
    expect(await columnOf(spec, readings, 'x_mean')).toEqual([null, null, 45]);
  });

  test('spreads as √(−2 ln R)', async () => {
    // 60° apart: R is cos 30° = 0.8660254, √(0.2876821) is 0.5363600 rad, 30.73117°.
    const rows = rowsOf(
      await featureFrame(
        spec,
        readingsAt([
          [0, 330],
          [0.5, 30],
          [1, 7],
          [1.5, 7],
          [2, 7],
        ]),
      ),
    );
    expect(rows.map(({ x_std }) => x_std)).toEqual([30.731166, 0, null]);
    expect(rows.map(({ x_first, x_last, x_count }) => [x_first, x_last, x_count])).toEqual([
      [330, 30, 2],
      [7, 7, 2],
      [7, 7, 1],
    ]);
  });

  test('turns by its own period', async () => {
    const hours = specOf({ kind: 'circular', period: 24 });
    expect(
      await columnOf(
        hours,
        readingsAt([
          [0, 23],
          [0.5, 2],
        ]),
        'x_mean',
      ),
    ).toEqual([0.5]);
  });
});

/** A register's readings of one entity: hours after the start, level, what it counted since the one before. */
const registerAt = (
  cells: readonly (readonly [hours: number, x: number | null, counted: number | null])[],
): Reading[] =>
  cells.map(([hours, x, counted]) => ({
    entity: 'a',
    at: start + hours * HOUR,
    values: { x, 'x counted': counted },
    words: {},
  }));

describe('a register', () => {
  const spec = specOf({ kind: 'register', aggregate: ['sum', 'last', 'count'] });

  test('has in an interval what it counted in it, by time', async () => {
    // 4 from 0:30 to 2:30: a quarter before 1:00, half until 2:00, a quarter after.
    const readings = registerAt([
      [0, 10, null],
      [0.5, 11, 1],
      [2.5, 15, 4],
      [3, 16, 1],
    ]);
    const rows = rowsOf(await featureFrame(spec, readings));
    expect(rows.map(({ x_sum, x_last, x_count }) => [x_sum, x_last, x_count])).toEqual([
      [2, 11, 2],
      [2, null, 0],
      [2, 15, 1],
      [null, 16, 1],
    ]);
  });

  test('has nothing before its first reading, and counts over readings without a level', async () => {
    const readings = registerAt([
      [0, null, null],
      [1.5, 10, null],
      [2, null, null],
      [2.5, 12, 2],
    ]);
    expect(await columnOf(spec, readings, 'x_sum')).toEqual([null, 1, 1]);
  });

  test('is unknown in intervals of which a part is', async () => {
    const readings = registerAt([
      [0, 10, null],
      [1, 11, 1],
      [1.5, 12, 1],
      [2.5, 90, null],
      [3.5, 91, 1],
      [4, 92, 1],
    ]);
    expect(await columnOf(spec, readings, 'x_sum')).toEqual([1, null, null, 1.5, null]);
  });

  test('whose times were taken back by their step is read at their end', async () => {
    const ends = specOf({ kind: 'register' }, { time: { column: 'time', cadence: '1h', label: 'end' } });
    // Read at 1:00, 2:00 and 3:00.
    const readings = registerAt([
      [0, 10, null],
      [1, 13, 3],
      [2, 18, 5],
    ]);
    expect(await columnOf(ends, readings, 'x_sum')).toEqual([null, 3, 5]);
  });

  test('is spread over intervals shorter than its readings', async () => {
    const quarters = specOf(
      { kind: 'register' },
      { time: { column: 'time', cadence: '1h' }, interval: '15m', coverage: true },
    );
    const rows = rowsOf(
      await featureFrame(
        quarters,
        registerAt([
          [0, 10, null],
          [1, 14, 4],
          [2, 22, 8],
        ]),
      ),
    );
    expect(rows.map(({ x_sum }) => x_sum)).toEqual([1, 1, 1, 1, 2, 2, 2, 2, null]);
    expect(rows.map(({ coverage }) => coverage)).toEqual(rows.map(() => 1));
  });

  test('adds up to last − first, wherever intervals begin', async () => {
    const steps = fc.array(
      fc.record({
        minutes: fc.integer({ min: 1, max: 300 }),
        more: fc.double({ min: 0, max: 9, noNaN: true }),
      }),
      { minLength: 1, maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(steps, fc.constantFrom('15m', '1h', '7h', '1d'), async (added, interval) => {
        const zone = 'Europe/Paris';
        const sums = specOf(
          { kind: 'register' },
          { time: { column: 'time', cadence: '15m', zone }, interval },
        );
        let [hours, level] = [0, 4000];
        const readings = registerAt([
          [0, level, null],
          ...added.map(({ minutes, more }) => {
            hours += minutes / 60;
            const before = level;
            level += more;
            return [hours, level, level - before] as const;
          }),
        ]);
        const found = await columnOf(sums, readings, 'x_sum');
        const whole = found.reduce((sum: number, cell) => sum + (typeof cell === 'number' ? cell : 0), 0);
        expect(whole).toBeCloseTo(level - 4000, 9);
      }),
      { numRuns: 25 },
    );
  });
});

describe('a total', () => {
  test('adds up in longer intervals', async () => {
    const spec = specOf({ kind: 'total', aggregate: ['sum', 'mean'] });
    const readings = readingsAt([
      [0, 1.5],
      [0.5, 2.5],
      [1, 4],
      [1.5, null],
    ]);
    expect(await columnOf(spec, readings, 'x_sum')).toEqual([4, 4]);
    expect(await columnOf(spec, readings, 'x_mean')).toEqual([2, 4]);
  });

  test('of an hour is a quarter in each of its quarters', async () => {
    const spec = specOf(
      { kind: 'total' },
      { time: { column: 'time', cadence: '1h' }, interval: '15m', coverage: true },
    );
    const rows = rowsOf(
      await featureFrame(
        spec,
        readingsAt([
          [0, 4],
          [2, 10],
        ]),
      ),
    );
    expect(rows.map(({ x_sum }) => x_sum)).toEqual([1, 1, 1, 1, null, null, null, null, 2.5, 2.5, 2.5, 2.5]);
    expect(rows.map(({ coverage }) => coverage)).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1]);
  });

  test.each(['5m', '6m', '1m'] as const)('of an hour fills each of its intervals of %s', async (interval) => {
    const spec = specOf(
      { kind: 'total' },
      { time: { column: 'time', cadence: '1h' }, interval, coverage: true },
    );
    const rows = rowsOf(await featureFrame(spec, readingsAt([[0, 12]])));
    const count = 60 / Number.parseInt(interval, 10);
    expect(rows.map(({ x_sum }) => x_sum)).toEqual(
      Array.from({ length: count }, () => expect.closeTo(12 / count, 9)),
    );
    expect(rows.map(({ coverage }) => coverage)).toEqual(Array.from({ length: count }, () => 1));
    // A little late, it makes no interval of its own, and its first is a little less.
    const late = rowsOf(await featureFrame(spec, readingsAt([[2 / 3600, 12]])));
    expect(late.length).toBe(count);
    expect(late.reduce((sum, { x_sum }) => sum + Number(x_sum), 0)).toBeCloseTo(12, 9);
  });

  test('that reaches into the next interval is parted by time', async () => {
    const spec = specOf({ kind: 'total' }, { time: { column: 'time', cadence: '1h' } });
    expect(
      await columnOf(
        spec,
        readingsAt([
          [0.25, 8],
          [1.25, 4],
        ]),
        'x_sum',
      ),
    ).toEqual([6, 5, 1]);
  });

  test('of a clock that is a little late makes no interval of its own', async () => {
    const spec = specOf({ kind: 'total' });
    const late = 2 / 3600;
    const readings = readingsAt([
      [late, 1],
      [0.5 + late, 2],
      [1 + late, 3],
      [1.5 + late, 4],
    ]);
    expect(await columnOf(spec, readings, 'x_sum')).toEqual([3, 7]);
  });
});

test('amounts of readings that are of several intervals each are the same online', async () => {
  await fc.assert(
    fc.asyncProperty(
      places.chain(([zone, from]) =>
        fc.record({ zone: fc.constant(zone), readings: readingsFrom(Date.parse(from), 3) }),
      ),
      fc.constantFrom('1h', '6h', '1d'),
      async ({ zone, readings }, cadence) => {
        const spec = Spec.parse({
          time: { column: 'time', zone, cadence },
          entity: 'entity',
          values: { heat: { kind: 'total' }, 'load "kW"': { kind: 'register' } },
          calendar: { fields: [] },
          lags: { by: [] },
          interval: '15m',
        });
        const names = ['heat_sum', 'load "kW"_sum', 'readings_present', 'readings_expected'];
        const cells = (rows: readonly FeatureRow[]) =>
          rows.map((row) => [
            row.entity,
            row.event_timestamp, // The sign of a zero does not matter.
            ...names.map((name) => (row[name] === 0 ? 0 : row[name])),
          ]);
        const found = rowsOf(await featureFrame(spec, readings));
        expect(cells(found)).toEqual(cells(onlineRows(spec, readings)));
      },
    ),
    { numRuns: 8, endOnFailure: true },
  );
});

test('amounts of series that come by steps of their own are the same online', async () => {
  await fc.assert(
    fc.asyncProperty(
      places.chain(([zone, from]) =>
        fc.record({ zone: fc.constant(zone), readings: steppedReadings(Date.parse(from)) }),
      ),
      fc.constantFrom('15m', '1h', '6h'),
      async ({ zone, readings }, interval) => {
        const spec = Spec.parse({
          time: { column: 'time', zone, cadence: '15m', cadences: 'own' },
          entity: 'entity',
          values: { heat: { kind: 'total', aggregate: ['sum', 'count'] } },
          calendar: { fields: [] },
          lags: { by: [] },
          interval,
        });
        const names = ['heat_sum', 'heat_count', 'readings_present', 'readings_expected', 'coverage'];
        const cells = (rows: readonly FeatureRow[]) =>
          rows.map((row) => [row.entity, row.event_timestamp, ...names.map((name) => row[name])]);
        const found = rowsOf(await featureFrame(spec, readings));
        expect(cells(found)).toEqual(cells(onlineRows(spec, readings)));
      },
    ),
    { numRuns: 15, endOnFailure: true },
  );
});

describe('a spec', () => {
  const problems = (value: SpecInput['values'][string], more?: Partial<SpecInput>): string[] => {
    try {
      specOf(value, more);
      return [];
    } catch (error) {
      const { issues } = error as { issues: { message: string; params?: { remedy?: string } }[] };
      return issues.map(({ message, params }) => `${message}: ${params?.remedy}`);
    }
  };

  test.each<[SpecInput['values'][string], string]>([
    [
      { kind: 'circular', aggregate: ['max'] },
      'max of x means nothing: it is circular: write one of mean, std, first, last, count (default: mean), or another kind',
    ],
    [
      { kind: 'circular', truncate: true },
      'x is circular: readings of that kind are not cut to whole numbers: remove truncate, or kind',
    ],
    [
      { kind: 'register', aggregate: ['std'] },
      'std of x means nothing: it is register: write one of sum, first, last, min, max, mean, count (default: sum), or another kind',
    ],
    [
      { kind: 'total', onReset: 'unknown' },
      'onReset does not apply to x, which is total: remove onReset, or write kind: register',
    ],
    [{ period: 360 }, 'period does not apply to x, which is gauge: remove period, or write kind: circular'],
  ])('is refused where it asks for what has no meaning: %o', (value, problem) => {
    expect(problems(value)).toEqual([problem]);
  });

  test('may have intervals shorter than readings for what is spread alone', () => {
    const shorter: Partial<SpecInput> = { time: { column: 'time', cadence: '1h' }, interval: '15m' };
    expect(problems({ kind: 'total' }, shorter)).toEqual([]);
    for (const value of [{}, { kind: 'total', aggregate: ['sum', 'mean'] }] as SpecInput['values'][string][])
      expect(problems(value, shorter)).toEqual([expect.stringMatching(/15m is shorter than time.cadence/)]);
  });

  test('that says gauge is the spec without a kind', () => {
    expect(specOf({ kind: 'gauge' })).toEqual(specOf({}));
    expect(Object.keys(specOf({}).values.x ?? {})).not.toContain('kind');
  });
});
