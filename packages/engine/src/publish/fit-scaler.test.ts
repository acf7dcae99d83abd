import { Spec } from '@wattline/spec';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitScaler } from './fit-scaler.ts';
import { columns, frameOf, instantOfHour, type Row, writePartitions } from './partitions.fixture.ts';
import { scaleFeatures, scaleTargets, unscaleTargets } from './scale.ts';
import type { ColumnScaling, Scaler } from './scaler.ts';

type Scaling = Spec['scaling'];

const specOf = (scaling: Scaling) => Spec.parse({ time: { column: 't' }, values: { load: {} }, scaling });

const trainHours = 30;
const bounds = { validationFrom: instantOfHour(trainHours), testFrom: instantOfHour(trainHours + 5) };

const value = fc.option(
  fc.oneof(
    fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((x) => Math.round(x * 1e6) / 1e6),
    fc.integer({ min: -5, max: 5 }),
    fc.constant(0.1),
  ),
  { nil: null, freq: 5 },
);
const row: fc.Arbitrary<Row> = fc.record({
  entity: fc.nat(4),
  hour: fc.nat(45),
  load: value,
  lag: fc.constantFrom(0.1, null),
  target: value,
});
const table = fc.uniqueArray(row, { selector: (r) => `${r.entity} ${r.hour}`, minLength: 1, maxLength: 60 });
const scaling: fc.Arbitrary<Scaling> = fc.record({
  method: fc.constantFrom('minmax', 'standard', 'robust'),
  range: fc.constantFrom<Scaling['range'][]>([0, 1], [-1, 1]),
});

const quantile = (sorted: readonly number[], p: number): number => {
  const at = p * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
};

/** The scaling written out plainly: a function of one value. */
const reference = (training: readonly number[], { method, range: [low, high] }: Scaling) => {
  const sorted = training.toSorted((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) return (x: number) => x;
  if (method === 'minmax') {
    return min === max
      ? (x: number) => x - min + low
      : (x: number) => low + ((x - min) / (max - min)) * (high - low);
  }
  if (method === 'standard') {
    const mean = training.reduce((sum, x) => sum + x, 0) / training.length;
    const deviation = Math.sqrt(training.reduce((sum, x) => sum + (x - mean) ** 2, 0) / training.length);
    return min === max ? (x: number) => x - min : (x: number) => (x - mean) / deviation;
  }
  const spread = quantile(sorted, 0.75) - quantile(sorted, 0.25);
  const median = quantile(sorted, 0.5);
  return (x: number) => (x - median) / (spread === 0 ? 1 : spread);
};

const numbers = (values: readonly (number | null)[]) => values.filter((x) => x !== null);
const named = (list: readonly ColumnScaling[], name: string) => list.find((column) => column.name === name);

const fitted = async (rows: readonly Row[], scaling: Scaling, buckets = 2, periodHours = 25) =>
  fitScaler({
    spec: specOf(scaling),
    columns,
    partitions: await writePartitions(rows, { buckets, periodHours }),
    bounds,
  });

/** Near to within rounding, measured against the size of what went into it. */
const near = (found: number, wanted: number, size: number) =>
  Math.abs(found - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted), size);

describe('fitScaler', () => {
  test('agrees with each method written out plainly, and inverts', async () => {
    await fc.assert(
      fc.asyncProperty(table, scaling, async (rows, scaling) => {
        const scaler = await fitted(rows, scaling);
        const frame = await scaleTargets(scaler)(scaleFeatures(scaler)(frameOf(rows))).collect();
        const back = await unscaleTargets(scaler)(frame.lazy()).collect();
        const training = rows.filter((r) => r.hour < trainHours);
        for (const [name, key] of [
          ['load', 'load'],
          ['load_lag_4h', 'lag'],
          ['target', 'target'],
        ] as const) {
          const values = numbers(training.map((r) => r[key]));
          const scale = reference(values, scaling);
          const parameters = named([...scaler.features, ...scaler.targets], name);
          expect(parameters?.values).toBe(values.length);
          const column = frame.getColumn(name).toArray() as (number | null)[];
          for (const [i, r] of rows.entries()) {
            const [x, found] = [r[key], column[i] ?? null];
            if (x === null || found === null) expect(found).toBe(x);
            else {
              const size = (Math.abs(x) + Math.abs(parameters?.offset ?? 0)) / (parameters?.scale ?? 1);
              expect(near(found, scale(x), size), `${name}: ${found}, not ${scale(x)}`).toBe(true);
            }
          }
        }
        for (const [i, r] of rows.entries()) {
          const found = back.getColumn('target').toArray()[i] as number | null;
          if (r.target === null || found === null) expect(found).toBe(r.target);
          else
            expect(Math.abs(found - r.target)).toBeLessThanOrEqual(
              1e-9 * Math.max(1, Math.abs(r.target), scaleOf(scaler)),
            );
        }
      }),
      { numRuns: 30 },
    );
  });

  test('maps the training span onto the range and a constant to its lower end', async () => {
    const rows = Array.from({ length: 20 }, (_, hour) => ({
      entity: hour % 3,
      hour,
      load: hour * 0.3,
      lag: 0.1,
      target: hour,
    }));
    const scaler = await fitted(rows, { method: 'minmax', range: [-1, 1] });
    const frame = await scaleFeatures(scaler)(frameOf(rows)).collect();
    expect(frame.getColumn('load').min()).toBe(-1);
    expect(frame.getColumn('load').max()).toBe(1);
    expect(new Set(frame.getColumn('load_lag_4h').toArray())).toEqual(new Set([-1]));
    expect(frame.getColumn('Hour').max()).toBe(19);
    const standard = await fitted(rows, { method: 'standard', range: [0, 1] });
    const constant = await scaleFeatures(standard)(frameOf(rows)).collect();
    expect(new Set(constant.getColumn('load_lag_4h').toArray())).toEqual(new Set([0]));
  });

  test('takes a spread too small to divide by for none', async () => {
    const rows = [0, 1].map((hour) => ({ entity: 0, hour, load: hour * 5e-324, lag: null, target: 1 }));
    for (const method of ['minmax', 'standard', 'robust'] as const) {
      const scaler = await fitted(rows, { method, range: [0, 1] });
      const frame = await scaleFeatures(scaler)(frameOf(rows)).collect();
      expect(frame.getColumn('load').isFinite().toArray()).toEqual([true, true]);
    }
  });

  test('sees nothing of validation and test', async () => {
    await fc.assert(
      fc.asyncProperty(table, scaling, fc.double({ noNaN: true }), async (rows, scaling, other) => {
        const changed = rows.map((r) =>
          r.hour < trainHours
            ? r
            : { ...r, load: other, lag: other, target: r.target === null ? other : null },
        );
        expect(await fitted(changed, scaling)).toEqual(await fitted(rows, scaling));
      }),
      { numRuns: 15 },
    );
  });

  test('has the same bits in whatever order the partitions come', async () => {
    await fc.assert(
      fc.asyncProperty(table, scaling, async (rows, scaling) => {
        const spec = specOf(scaling);
        const partitions = await writePartitions(rows, { buckets: 3, periodHours: 12 });
        const fit = (some: typeof partitions) => fitScaler({ spec, columns, partitions: some, bounds });
        expect(await fit(partitions.toReversed())).toEqual(await fit(partitions));
      }),
      { numRuns: 8 },
    );
  });

  test.each(['minmax', 'robust'] as const)(
    '%s does not depend on how rows are cut into partitions',
    async (method) => {
      await fc.assert(
        fc.asyncProperty(table, async (rows) => {
          const scaling: Scaling = { method, range: [0, 1] };
          expect(await fitted(rows, scaling, 5, 9)).toEqual(await fitted(rows, scaling, 1, 1000));
        }),
        { numRuns: 8 },
      );
    },
  );

  test('leaves out withheld columns and keeps targets apart; none scales nothing', async () => {
    const rows = [{ entity: 0, hour: 0, load: 1, lag: 2, target: 3 }];
    const scaler = await fitted(rows, { method: 'minmax', range: [0, 1] });
    expect(scaler.features.map((column) => column.name)).toEqual(['load', 'load_lag_4h']);
    expect(scaler.targets.map((column) => column.name)).toEqual(['target']);
    expect(await fitted(rows, { method: 'none', range: [0, 1] })).toMatchObject({
      features: [],
      targets: [],
    });
  });
});

const scaleOf = (scaler: Scaler): number => {
  const target = scaler.targets[0];
  return Math.abs(target?.offset ?? 0) + (target?.scale ?? 0);
};
