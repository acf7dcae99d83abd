import { Spec, type SpecInput } from '@wattline/spec';
import { expect, test } from 'vitest';
import '../polars/index.ts';
import { featureFrame, rowsOf } from './testing/frames.ts';
import { onlineRows } from './testing/online.ts';
import type { FeatureRow, Reading } from './testing/reference.ts';

const start = Date.UTC(2024, 0, 1);
const HOUR = 3_600_000;

/** A reading for each interval of an entity; none where there is no number. */
const readingsOf = (loads: readonly (number | null)[], ms = HOUR, from = start): Reading[] =>
  loads.flatMap((load, i) =>
    load === null ? [] : [{ entity: 'a', at: from + i * ms, values: { load }, words: {} }],
  );

/** Rows with some families alone, as both forms of each make them. */
const rowsWith = async (
  families: Partial<SpecInput>,
  readings: readonly Reading[],
): Promise<readonly FeatureRow[]> => {
  const spec = Spec.parse({
    time: { column: 'time', zone: 'UTC', cadence: '15m' },
    entity: 'entity',
    values: { load: { aggregate: ['mean'] } },
    calendar: { fields: [] },
    coverage: false,
    lags: { by: [] },
    ...families,
  });
  const rows = rowsOf(await featureFrame(spec, readings));
  const online = onlineRows(spec, readings);
  expect(rows).toEqual(online.map((row) => expect.objectContaining(row)));
  return rows;
};

const column = (rows: readonly FeatureRow[], name: string) =>
  rows.map((row) => row[`load_mean_${name}`] ?? null);

test('rolling: sum, count, median, quantiles and slope per hour of the values before', async () => {
  const rolling: SpecInput['rolling'] = {
    windows: ['4h'],
    statistics: ['sum', 'count', 'median', 'slope'],
    quantiles: [0, 0.25, 0.975],
  };
  const rows = await rowsWith({ rolling }, readingsOf([1, 2, 4, 8, null, 16, 5]));
  const of = (statistic: string) => column(rows, `rolling4h_${statistic}`);
  expect(of('sum')).toEqual([null, 1, 3, 7, 15, 14, 28]);
  expect(of('count')).toEqual([0, 1, 2, 3, 4, 3, 3]);
  expect(of('median')).toEqual([null, 1, 1.5, 2, 3, 4, 8]);
  // By a straight line between two values, as pandas' and numpy's `linear`.
  expect(of('q25')).toEqual([null, 1, 1.25, 1.5, 1.75, 3, 6]);
  expect(of('q0')).toEqual([null, 1, 1, 1, 1, 2, 4]);
  expect(of('q97_5').at(-1)).toBeCloseTo(15.6, 12);
  // 1, 2; 1, 2, 4; … and 4, 8, nothing, 16: products of deviations 168/9 over squares of times 42/9.
  expect(of('slope')).toEqual(
    [null, null, 1, 1.5, 2.3, 3, 4].map((slope) => slope && expect.closeTo(slope, 12)),
  );
});

test('rolling: a slope is per hour, whatever the interval', async () => {
  const rolling: SpecInput['rolling'] = { windows: ['2h'], statistics: ['slope'] };
  const rows = await rowsWith({ rolling, interval: '15m' }, readingsOf([0, 1, 2, 3, 4], HOUR / 4));
  expect(column(rows, 'rolling2h_slope')).toEqual([null, null, 4, 4, 4]);
});

test('seasonal: the same hour of the last days, by the local clock', async () => {
  // Clocks go forward in Paris in the night to 31 March 2024: the same local hour is 23 hours before then.
  const from = Date.UTC(2024, 2, 28, 23);
  const time = { column: 'time', zone: 'Europe/Paris', cadence: '15m' };
  const loads = Array.from({ length: 4 * 24 }, (_, hour) => (hour === 30 ? null : hour));
  const seasonal: SpecInput['seasonal'] = {
    seasons: [{ every: '1d', last: 3 }],
    statistics: ['mean', 'min', 'max', 'std', 'median'],
  };
  const readings = readingsOf(loads, HOUR, from);
  const wall = await rowsWith({ time, seasonal }, readings);
  const elapsed = await rowsWith({ time, seasonal: { ...seasonal, clock: 'elapsed' } }, readings);
  const of = (rows: readonly FeatureRow[], hour: number) =>
    seasonal.statistics?.map((statistic) => column(rows, `every1d_last3_${statistic}`)[hour]);
  expect(of(wall, 20)).toEqual([null, null, null, null, null]);
  // 6 o'clock on the second day: 6 o'clock on the first.
  expect(of(wall, 24 + 6)).toEqual([6, 6, 6, null, 6]);
  // 6 o'clock on 1 April: hours 53, 30 (nothing), and 6. By the time that passed: 53, 29 and 5.
  expect(of(wall, 77)).toEqual([29.5, 6, 53, 47 / Math.sqrt(2), 29.5]);
  expect(of(elapsed, 77)).toEqual([29, 5, 53, 24, 29]);
});

test('seasonal: equal values have no spread', async () => {
  const seasonal: SpecInput['seasonal'] = {
    seasons: [{ every: '1h', last: 3 }],
    statistics: ['mean', 'std'],
  };
  const rows = await rowsWith({ seasonal }, readingsOf([0.1, 0.1, 0.1, 0.1]));
  expect(column(rows, 'every1h_last3_mean').at(-1)).toBe(0.1);
  expect(column(rows, 'every1h_last3_std').at(-1)).toBe(0);
});

test('expanding: all values before, of each entity for itself', async () => {
  const statistics = ['mean', 'min', 'max', 'std', 'count'] as const;
  const own = readingsOf([null, 2, 4, null, 4, 4, 5, 5, 7, 9, 1]);
  const others = readingsOf([0.1, 0.1, 0.1]).map((reading) => ({ ...reading, entity: 'b' }));
  const rows = await rowsWith({ expanding: { statistics: [...statistics] } }, [...own, ...others]);
  const of = (entity: string, statistic: string) =>
    column(
      rows.filter((row) => row.entity === entity),
      `expanding_${statistic}`,
    );
  expect(of('a', 'count')).toEqual([0, 1, 2, 2, 3, 4, 5, 6, 7, 8]);
  expect(of('a', 'min')).toEqual([null, 2, 2, 2, 2, 2, 2, 2, 2, 2]);
  expect(of('a', 'max')).toEqual([null, 2, 4, 4, 4, 4, 5, 5, 7, 9]);
  expect(of('a', 'mean').slice(0, 6)).toEqual([null, 2, 3, 3, expect.closeTo(10 / 3, 12), 3.5]);
  // 2, 4, 4, 4, 5, 5, 7, 9: the mean is 5, the squared deviations add up to 32.
  expect(of('a', 'mean').at(-1)).toBe(5);
  expect(of('a', 'std').at(-1)).toBeCloseTo(Math.sqrt(32 / 7), 12);
  // Equal values have no spread.
  expect(of('b', 'mean')).toEqual([null, 0.1, 0.1]);
  expect(of('b', 'std')).toEqual([null, null, 0]);
});

test('lagPairs: differences and ratios of lags and of means', async () => {
  const lagPairs: SpecInput['lagPairs'] = {
    pairs: [
      ['1h', '3h'],
      ['1h', { mean: '4h' }],
    ],
    as: ['difference', 'ratio'],
  };
  const rows = await rowsWith({ lagPairs }, readingsOf([0, 8, 2, 6, null, 5, 1]));
  expect(column(rows, 'lag1h_minus_lag3h')).toEqual([null, null, null, 2, -2, null, -1]);
  // Divided by 0: null.
  expect(column(rows, 'lag1h_over_lag3h')).toEqual([null, null, null, null, 0.75, null, 5 / 6]);
  expect(column(rows, 'lag1h_minus_mean4h')).toEqual([
    null,
    0,
    4,
    expect.closeTo(-4 / 3, 12),
    2,
    null,
    expect.closeTo(2 / 3, 12),
  ]);
  expect(column(rows, 'lag1h_over_mean4h')).toEqual([
    null,
    null,
    2,
    expect.closeTo(0.6, 12),
    1.5,
    null,
    expect.closeTo(15 / 13, 12),
  ]);
});

test('since: hours since the last reading, the last value, and the last change', async () => {
  const since: SpecInput['since'] = { of: ['reading', 'value', 'change'], within: '5h' };
  const loads = [3, 3, 4, null, null, 4, 4, null, null, null, null, null, null, 7];
  const silent = { entity: 'a', at: start + 8 * HOUR, values: { load: null }, words: {} };
  const rows = await rowsWith({ since }, [...readingsOf(loads), silent]);
  const hours = rows.map((row) => row.hours_since_reading ?? null);
  // There is a reading without a value in the interval of 8.
  expect(hours).toEqual([null, 0, 0, 0, 1, 2, 0, 0, 1, 0, 1, 2, 3, 4]);
  expect(column(rows, 'hours_since_value')).toEqual([null, 0, 0, 0, 1, 2, 0, 0, 1, 2, 3, 4, null, null]);
  // 3 became 4 in the interval of 2; what lies more than 5 hours back is not seen.
  expect(column(rows, 'hours_since_change')).toEqual([
    ...[null, null, null, 0, 1, 2, 3, null],
    ...[null, null, null, null, null, null],
  ]);
});

test('rolling: windows that end with the interval of a lag', async () => {
  const rolling: SpecInput['rolling'] = {
    windows: ['2h'],
    statistics: ['mean', 'count', 'median'],
    lags: ['3h'],
  };
  const rows = await rowsWith({ rolling }, readingsOf([1, 2, 4, 8, null, 16, 5]));
  expect(column(rows, 'rolling2h_mean')).toEqual([null, 1, 1.5, 3, 6, 8, 16]);
  expect(column(rows, 'lag3h_rolling2h_mean')).toEqual([null, null, null, 1, 1.5, 3, 6]);
  expect(column(rows, 'lag3h_rolling2h_median')).toEqual([null, null, null, 1, 1.5, 3, 6]);
  expect(column(rows, 'lag3h_rolling2h_count')).toEqual([0, 0, 0, 1, 2, 2, 2]);
});
