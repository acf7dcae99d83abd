import { expect, test } from 'vitest';
import { entityBucket } from '../entity-bucket.ts';
import { readEntitySeries } from './entity-series.ts';
import { columns, instantOfHour, type Row, writePartitions } from './partitions.fixture.ts';

const HOUR = 3_600_000;
const start = Date.parse(instantOfHour(0));

const read = async (
  rows: readonly Row[],
  {
    buckets = 1,
    points = 1_000,
    named = true,
    reversed = false,
  }: {
    buckets?: number;
    points?: number;
    named?: boolean;
    reversed?: boolean;
  } = {},
) => {
  const partitions = await writePartitions(rows, { buckets, periodHours: 50 });
  const hours = rows.map(({ hour }) => hour);
  return readEntitySeries({
    spec: {
      ...(named && { entity: 'entity' }),
      naming: 'wattline',
      values: {},
      categories: {},
      interval: '1h',
      partition: { period: 'month', entityBuckets: buckets },
    },
    columns,
    partitions: reversed ? partitions.toReversed() : partitions,
    span: { from: instantOfHour(Math.min(...hours)), to: instantOfHour(Math.max(...hours)) },
    points,
    mostColumns: 5,
  });
};

const row = (hour: number, load: number | null, more: Partial<Row> = {}): Row => ({
  entity: 0,
  hour,
  load,
  lag: null,
  target: hour,
  ...more,
});

/** Sums that depend on their order. */
const uneven = (hours: number): Row[] =>
  Array.from({ length: hours }, (_, hour) => row(hour, Math.sin(hour) * 10 ** (hour % 9)));

test('thinned: mean, least and greatest value of each step, as plain arithmetic has them', async () => {
  const rows = uneven(700).filter(({ hour }) => hour < 300 || hour >= 320);
  const series = await read(rows, { points: 200 });
  // 699 hours in 200 points are 3.5 hours each: the next step that has a name has 6.
  const steps = Array.from({ length: 117 }, (_, step) =>
    rows.filter(({ hour }) => Math.floor(hour / 6) === step).map(({ load }) => load ?? 0),
  );
  expect(series).toMatchObject({ entity: 'e0', stepMs: 6 * HOUR });
  expect(series?.time).toEqual(steps.map((_, step) => start + step * 6 * HOUR));
  expect(series?.columns.map(({ name }) => name)).toEqual(['target', 'load']);
  const load = series?.columns[1];
  for (const [i, values] of steps.entries()) {
    if (values.length === 0)
      expect([load?.mean[i], load?.min?.[i], load?.max?.[i]]).toEqual([null, null, null]);
    else {
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      expect(Math.abs((load?.mean[i] ?? NaN) - mean)).toBeLessThan(1e-9 * Math.max(...values.map(Math.abs)));
      expect([load?.min?.[i], load?.max?.[i]]).toEqual([Math.min(...values), Math.max(...values)]);
    }
  }
  expect(steps.filter((values) => values.length === 0)).toHaveLength(3);
});

test('the same bits on every run, in whatever order the files come', async () => {
  const once = await read(uneven(1_000), { points: 50 });
  for (const reversed of [false, true, false]) {
    expect(await read(uneven(1_000), { points: 50, reversed })).toEqual(once);
  }
});

test('short: rows as they are, nulls too, a constant as it is', async () => {
  const series = await read(
    [row(0, 1), row(1, null), row(2, 0.1), row(9, 3)].map((some) => ({ ...some, target: 0.3 })),
  );
  expect(series).toEqual({
    entity: 'e0',
    stepMs: HOUR,
    time: [0, 1, 2, 3, 9].map((hour) => start + hour * HOUR),
    columns: [
      { name: 'target', mean: [0.3, 0.3, 0.3, null, 0.3] },
      { name: 'load', mean: [1, null, 0.1, null, 3] },
    ],
  });
});

test('one row', async () => {
  expect(await read([row(3, 5)])).toMatchObject({
    time: [start + 3 * HOUR],
    columns: [{ mean: [3] }, { mean: [5] }],
  });
});

test.each([1, 2])(
  'of several entities it is the first, also where that has few rows: %i buckets',
  async (buckets) => {
    const several = Array.from({ length: 40 }, (_, entity) => entity + 10)
      .filter((entity) => entityBucket(`e${entity}`, buckets) === entity % buckets)
      .slice(0, 4);
    const first = several[0] ?? NaN;
    const others = several
      .slice(1)
      .flatMap((entity) => Array.from({ length: 120 }, (_, hour) => row(hour, entity, { entity })));
    const late = [row(110, 40, { entity: first }), row(111, 41, { entity: first })];
    expect(await read([...others, ...late], { buckets })).toMatchObject({
      entity: `e${first}`,
      columns: [{ mean: [110, 111] }, { mean: [40, 41] }],
    });
  },
);

test('a set without entities has all rows of the one', async () => {
  expect(await read([row(0, 1), row(1, 2)], { named: false })).toMatchObject({
    entity: 'all',
    columns: [{ mean: [0, 1] }, { mean: [1, 2] }],
  });
});
