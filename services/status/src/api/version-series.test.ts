import type { Series } from '@wattline/api';
import { expect, test } from 'vitest';
import { openTestStatus, type TestStatus } from '../testing/open-test-status.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2025, 10, 3);
const HOURS = 24 * 150;
const METERS = ['a', 'b', 'c'];
const SPEC = [
  'time: { column: time, cadence: 1h }',
  'entity: meter',
  'values: { load: {} }',
  'target: [load_mean]',
  'partition: { period: month, entityBuckets: 2 }',
  '',
].join('\n');

/** Meter c has no readings for ten days. */
const isGap = (meter: string, hour: number): boolean => meter === 'c' && hour >= 1_000 && hour < 1_240;
const loadOf = (meter: string, hour: number): number =>
  Math.round(1_000 * Math.sin(hour / 7)) / 8 + METERS.indexOf(meter) * 1_000;

const seal = async (): Promise<(query: string) => Promise<Series>> => {
  const status: TestStatus = await openTestStatus();
  const lines = ['time,meter,load'];
  for (const meter of METERS)
    for (let hour = 0; hour < HOURS; hour += 1)
      if (!isGap(meter, hour))
        lines.push(`${new Date(START + hour * HOUR).toISOString()},${meter},${loadOf(meter, hour)}`);
  const run = await status.upload('power/file.csv', `${lines.join('\n')}\n`, SPEC);
  expect((await status.settled(run)).status).toBe('sealed');
  return async (query) => {
    const { status: code, body } = await status.get(`/api/v1/datasets/power/versions/latest/series?${query}`);
    expect([code, code === 200 ? '' : body]).toEqual([200, '']);
    return body as Series;
  };
};

/** The same, hour after hour in JavaScript. */
const thinnedInWords = (meter: string, fromMs: number, toMs: number, stepMs: number) => {
  const steps = new Map<number, number[]>();
  for (let hour = 0; hour < HOURS; hour += 1) {
    const time = START + hour * HOUR;
    if (time < fromMs || time >= toMs) continue;
    const start = START + Math.floor((time - START) / stepMs) * stepMs;
    const values = steps.get(start) ?? [];
    steps.set(start, values);
    if (!isGap(meter, hour)) values.push(loadOf(meter, hour));
  }
  const entries = [...steps].toSorted(([a], [b]) => a - b);
  const of = (work: (values: number[]) => number) =>
    entries.map(([, values]) => (values.length === 0 ? null : work(values)));
  return {
    time: entries.map(([start]) => start),
    mean: of((values) => values.reduce((sum, value) => sum + value, 0) / values.length),
    min: of((values) => Math.min(...values)),
    max: of((values) => Math.max(...values)),
  };
};

const near = (a: readonly (number | null)[] = [], b: readonly (number | null)[]): void => {
  expect(a.map((value) => (value === null ? null : Number(value.toFixed(6))))).toEqual(
    b.map((value) => (value === null ? null : Number(value.toFixed(6)))),
  );
};

test('years to hours: the steps of a look, with what is least and greatest in each', async () => {
  const series = await seal();
  const all = await series('entity=b&points=100');
  expect(all).toMatchObject({ entity: 'b', stepMs: 48 * HOUR, columns: [{ name: 'load_mean' }] });
  const wanted = thinnedInWords('b', START, START + HOURS * HOUR, 48 * HOUR);
  expect(all.time).toEqual(wanted.time);
  near(all.columns[0]?.mean, wanted.mean);
  near(all.columns[0]?.min, wanted.min);
  near(all.columns[0]?.max, wanted.max);

  // Across the turn of a month, which two files share.
  const fromMs = START + 600 * HOUR + 1_000;
  const toMs = START + 900 * HOUR;
  const range = `from=${new Date(fromMs).toISOString()}&to=${new Date(toMs).toISOString()}`;
  const middle = await series(`entity=a&points=60&${range}`);
  expect(middle.stepMs).toBe(6 * HOUR);
  const near6 = thinnedInWords('a', fromMs, toMs, 6 * HOUR);
  expect(middle.time).toEqual(near6.time);
  near(middle.columns[0]?.mean, near6.mean);

  const close = await series(`entity=a&points=1000&${range}`);
  expect(close.stepMs).toBe(HOUR);
  expect(close.time).toEqual(Array.from({ length: 299 }, (_, index) => START + (601 + index) * HOUR));
  expect(close.columns).toEqual([
    { name: 'load_mean', mean: close.time.map((time) => loadOf('a', (time - START) / HOUR)) },
  ]);
});

test('a gap is a gap, and steps without any value are null', async () => {
  const series = await seal();
  const all = await series('entity=c&points=300');
  const wanted = thinnedInWords('c', START, START + HOURS * HOUR, all.stepMs);
  expect(all.time).toEqual(wanted.time);
  near(all.columns[0]?.mean, wanted.mean);
  expect(all.columns[0]?.mean).toContain(null);
  const from = new Date(START + 1_100 * HOUR).toISOString();
  const to = new Date(START + 1_110 * HOUR).toISOString();
  const inside = await series(`entity=c&from=${from}&to=${to}`);
  expect(inside.columns[0]?.mean.every((value) => value === null)).toBe(true);
});

test('several columns, the first entity where none is named, nothing for an unknown one', async () => {
  const series = await seal();
  const some = await series('columns=Hour&columns=load_mean_lag24h&points=50');
  expect(some.entity).toBe('a');
  expect(some.columns.map(({ name }) => name)).toEqual(['Hour', 'load_mean_lag24h']);
  expect(await series('entity=nobody')).toMatchObject({ time: [], columns: [{ mean: [] }] });
});
