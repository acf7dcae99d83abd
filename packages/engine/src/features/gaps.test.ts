import { Spec, type SpecInput } from '@wattline/spec';
import { expect, test } from 'vitest';
import { featureFrame, rowsOf } from './testing/frames.ts';
import type { Cell } from './testing/reference.ts';

const HOUR = 3_600_000;

/** Values of one meter, an hour each, NaN where no reading has one; as columns of feature rows. */
const columns = async (
  loads: readonly number[],
  more: Partial<SpecInput>,
  from = '2017-06-01T00:00Z',
): Promise<Record<string, (Cell | undefined)[]>> => {
  const spec = Spec.parse({
    time: { column: 'time', zone: 'Europe/Paris', cadence: '1h' },
    entity: 'entity',
    values: { load: {}, heat: {} },
    calendar: { fields: [] },
    coverage: false,
    lags: { by: ['1h'], clock: 'elapsed' },
    ...more,
  });
  const readings = loads.map((load, i) => {
    const value = Number.isNaN(load) ? null : load;
    return { entity: 'a', at: Date.parse(from) + i * HOUR, values: { load: value, heat: value }, words: {} };
  });
  const rows = rowsOf(await featureFrame(spec, readings));
  const [first = {}] = rows;
  return Object.fromEntries(Object.keys(first).map((name) => [name, rows.map((row) => row[name])]));
};

const no = Number.NaN;

test('a gap has the last value before it, as far as the limit, and a flag; a label has none', async () => {
  const found = await columns([1, no, no, no, 5, no], {
    gaps: { fill: 'forward', limit: '2h' },
    target: ['load_mean'],
    rolling: { windows: ['2h'], statistics: ['sum'] },
    since: { of: ['value'], within: '6h', columns: ['load_mean'] },
  });
  expect(found).toMatchObject({
    load_mean: [1, null, null, null, 5, null],
    heat_mean: [1, 1, 1, null, 5, 5],
    load_mean_filled: [0, 1, 1, 0, 0, 1],
    heat_mean_filled: [0, 1, 1, 0, 0, 1],
    load_mean_lag1h: [null, 1, 1, 1, null, 5],
    load_mean_rolling2h_sum: [null, 1, 2, 2, 1, 5],
    load_mean_hours_since_value: [null, 0, 1, 2, 3, 0],
  });
});

test('or that of a period before, or of as many as it takes, by elapsed time', async () => {
  const gaps = { fill: 'seasonal' as const, period: '2h', limit: '4h', columns: ['load_mean'] };
  const found = await columns([1, 2, no, no, no, no, no, 8], { gaps }, '2017-10-28T23:00Z');
  expect(found.load_mean).toEqual([1, 2, 1, 2, 1, 2, null, 8]);
  expect(found.heat_mean).toEqual([1, 2, null, null, null, null, null, 8]);
  const near = await columns([1, 2, no, no, no, 6], { gaps: { ...gaps, limit: undefined } });
  expect(near.load_mean).toEqual([1, 2, 1, 2, null, 6]);
});

test('or what the line through the last two values makes of it, both within the limit', async () => {
  const linear = (limit: string) => ({ gaps: { fill: 'linear' as const, limit }, lags: { by: [] } });
  const { heat_mean: found } = await columns([1, no, 2, no, no, 8, 5, no, no, no], linear('4h'));
  expect(found).toEqual([1, 1, 2, 2.5, 3, 8, 5, 2, -1, -4]);
  // The value before the last one is further away, or there is none: no line, the last value.
  const { heat_mean: near } = await columns([1, no, 2, no, no, no], linear('2h'));
  expect(near).toEqual([1, 1, 2, 2, 2, null]);
});

test('each column may have its own; counts stay what they are', async () => {
  const found = await columns([1, no, 3, no], {
    values: { load: { aggregate: ['mean', 'count'] }, heat: {} },
    gaps: [
      { fill: 'forward', limit: '1h', columns: ['load_mean'] },
      { fill: 'seasonal', period: '2h', columns: ['heat_mean'] },
    ],
  });
  expect(found).toMatchObject({
    load_mean: [1, 1, 3, 3],
    heat_mean: [1, null, 3, null],
    load_count: [1, 0, 1, 0],
  });
  const all = await columns([1, no], {
    values: { load: { aggregate: ['count'] }, heat: {} },
    gaps: { fill: 'forward', limit: '1h' },
  });
  expect(Object.keys(all).filter((name) => name.endsWith('_filled'))).toEqual(['heat_mean_filled']);
});

test.each<[SpecInput['gaps'], (string | number)[], string]>([
  [{ fill: 'forward', limit: '90m' }, ['gaps', 'limit'], 'not a whole number of intervals'],
  [{ fill: 'seasonal', period: '2h', limit: '1h' }, ['gaps', 'limit'], 'no value a period'],
  [{ fill: 'forward', limit: '1h', columns: ['x'] }, ['gaps', 'columns', 0], 'not an aggregated column'],
  [{ fill: 'forward', limit: '1h', columns: ['load_count'] }, ['gaps', 'columns', 0], 'never missing'],
  [{ fill: 'linear', limit: '2h', columns: ['wind_mean'] }, ['gaps', 'columns', 0], 'a direction'],
  [
    [
      { fill: 'forward', limit: '1h', columns: ['load_mean'] },
      { fill: 'forward', limit: '2h' },
    ],
    ['gaps', 1, 'columns'],
    'filled twice',
  ],
])('what cannot be is refused by place, with a remedy: %j', (gaps, path, message) => {
  const { error } = Spec.safeParse({
    time: { column: 'time', cadence: '1h' },
    values: { load: { aggregate: ['mean', 'count'] }, wind: { kind: 'circular', aggregate: ['mean'] } },
    lags: { by: [] },
    gaps,
  });
  const found = error?.issues.find((issue) => issue.message.includes(message));
  expect(found).toMatchObject({ path, params: { remedy: expect.stringMatching(/\w/) } });
});
