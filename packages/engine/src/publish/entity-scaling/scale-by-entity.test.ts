import { Spec } from '@wattline/spec';
import fc from 'fast-check';
import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import { fitScaler } from '../fit-scaler.ts';
import { scanPartition } from '../partition.ts';
import { columns, instantOfHour, type Row, writePartitions } from '../partitions.fixture.ts';
import type { Scaler } from '../scaler.ts';
import { trainingRows } from '../training-rows.ts';
import { numbersOf } from './entity-scalings.ts';

const trainHours = 30;
const bounds = { validationFrom: instantOfHour(trainHours), testFrom: instantOfHour(trainHours + 5) };
const specOf = (scaling: object) =>
  Spec.parse({ time: { column: 't' }, values: { load: {} }, entity: 'entity', scaling });

const value = fc.option(
  fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((x) => Math.round(x * 1e3) / 1e3 + 0),
  { nil: null, freq: 5 },
);
const row: fc.Arbitrary<Row> = fc.record({
  entity: fc.nat(2),
  hour: fc.nat(45),
  load: value,
  lag: fc.constantFrom(0.1, null),
  target: value,
});
const table = fc.uniqueArray(row, {
  selector: (one) => `${one.entity} ${one.hour}`,
  minLength: 1,
  maxLength: 50,
});

const rowsOf = async (scaler: Scaler, partitions: Awaited<ReturnType<typeof writePartitions>>) => {
  const frame = await trainingRows({ columns, scaler })(pl.concat(partitions.map(scanPartition)))
    .sort(['entity', 'event_timestamp'])
    .select('entity', 'target', 'load', 'load_lag_4h')
    .collect();
  return frame.rows() as (string | number | null)[][];
};

test('each entity is scaled as if there were no other, and one without training rows as all together', async () => {
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.constantFrom('minmax', 'standard', 'robust'),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 4, max: 50 }),
      async (rows, method, buckets, periodHours) => {
        const spec = specOf({ method, by: 'entity', range: [-1, 1] });
        const partitions = await writePartitions(rows, { buckets, periodHours });
        const options = { spec, columns, bounds };
        const scaler = await fitScaler({ ...options, partitions });
        const { entities, ...together } = scaler;
        // As it is without `by`, and in whatever order partitions come.
        expect(together).toEqual(
          await fitScaler({ ...options, spec: specOf({ method, range: [-1, 1] }), partitions }),
        );
        expect(await fitScaler({ ...options, partitions: partitions.toReversed() })).toEqual(scaler);
        const byEntity = Map.groupBy(rows, ({ entity }) => entity);
        const isTrained = (some: readonly Row[]) => some.some(({ hour }) => hour < trainHours);
        const names = [...byEntity.keys()].sort((a, b) => a - b);
        const those = (wanted: boolean) =>
          names.filter((one) => isTrained(byEntity.get(one) ?? []) === wanted).map((one) => `e${one}`);
        expect(entities?.fitted.map(({ entity }) => entity)).toEqual(those(true));
        expect(entities?.withoutOwn).toEqual(those(false));
        const scaled = await rowsOf(scaler, partitions);
        for (const name of names) {
          const own = byEntity.get(name) ?? [];
          const alone = await writePartitions(own, { buckets, periodHours });
          const reference = isTrained(own)
            ? await fitScaler({ ...options, spec: specOf({ method, range: [-1, 1] }), partitions: alone })
            : together;
          const wanted = await rowsOf(reference, alone);
          const found = scaled.filter(([entity]) => entity === `e${name}`);
          for (const [i, cells] of wanted.entries())
            for (const [column, at] of [
              ['target', 1],
              ['load', 2],
              ['load_lag_4h', 3],
            ] as const) {
              const fitted = [...reference.features, ...reference.targets].find((one) => one.name === column);
              // Where the entity has no value there, that of all counts.
              if (fitted?.values === 0 && isTrained(own)) continue;
              expect(found[i]?.[at], `${column} of e${name}`).toBe(cells[at]);
            }
        }
      },
    ),
    { numRuns: 5, endOnFailure: true },
  );
});

test('a column in which an entity has no value is scaled as of all, and later rows move nothing', async () => {
  const of = (entity: number, hour: number, load: number | null): Row => ({
    entity,
    hour,
    load,
    lag: 0.1,
    target: hour,
  });
  const rows = [of(0, 0, 10), of(0, 1, 30), of(1, 0, null), of(1, 1, null), of(1, 40, 20)];
  const spec = specOf({ method: 'minmax', by: 'entity' });
  const [before, after] = await Promise.all(
    [rows, [...rows, of(0, 31, 1e6), of(1, 35, -1e6), of(2, 40, 1)]].map(async (some) => {
      const partitions = await writePartitions(some, { buckets: 2, periodHours: 24 });
      return { scaler: await fitScaler({ spec, columns, bounds, partitions }), partitions };
    }),
  );
  if (before === undefined || after === undefined) throw new Error('not fitted');
  expect(after.scaler.entities?.fitted).toEqual(before.scaler.entities?.fitted);
  expect(after.scaler.entities?.withoutOwn).toEqual(['e2']);
  const place = [...before.scaler.features, ...before.scaler.targets].findIndex(
    ({ name }) => name === 'load',
  );
  const offsets = before.scaler.entities?.fitted.map(({ offset }) => numbersOf(offset)[place]);
  expect(offsets).toEqual([10, Number.NaN]);
  expect((await rowsOf(before.scaler, before.partitions)).map(([entity, , load]) => [entity, load])).toEqual([
    ['e0', 0],
    ['e0', 1],
    ['e1', null],
    ['e1', null],
    ['e1', 0.5],
  ]);
});
