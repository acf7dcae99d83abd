import type { EntitySeries } from '@wattline/engine';
import { expect, test } from 'vitest';
import { packedSeries } from './packed-series.ts';
import { seriesTimes } from './series-times.ts';

const series = (mean: (number | null)[], more: Partial<EntitySeries> = {}): EntitySeries => ({
  entity: 'all',
  stepMs: 10,
  time: mean.map((_, i) => 1_000 + i * 10),
  columns: [{ name: 'load', mean }],
  ...more,
});
const roundedOf = (mean: (number | null)[]) => packedSeries(series(mean)).columns[0]?.mean;

test.each([
  ['a thousandth and less', [0, 1.23456789, 9.87654321], [0, 1.235, 9.877]],
  ['tens', [12_345.678, 51_234.567, null], [12_350, 51_230, null]],
  ['a small change of a great value', [1_000_000.123456, 1_000_000.654321], [1_000_000.1235, 1_000_000.6543]],
  ['a constant, but for a bit', [0.3, 0.30000000000000004], [0.3, 0.3]],
  ['a great constant', [123_456_789.5, 123_456_789.5], [123_456_800, 123_456_800]],
  ['nothing but zeros', [0, -0], [0, 0]],
  ['no values', [null, null], [null, null]],
  ['one value', [7.25], [7.25]],
  ['the least there is', [0, 5e-324], [0, 5e-324]],
])('%s', (_, given, rounded) => {
  expect(roundedOf(given)).toEqual(rounded);
});

test('a value is never farther off than half of a thousandth of what its column goes over', () => {
  const values = Array.from({ length: 500 }, (_, i) => Math.sin(i) * 10 ** (i % 7));
  const off = (roundedOf(values) ?? []).map((value, i) => Math.abs((value ?? NaN) - (values[i] ?? 0)));
  expect(Math.max(...off)).toBeLessThanOrEqual(0.0005 * (Math.max(...values) - Math.min(...values)));
});

test('a band is rounded as its mean, and all of it counts', () => {
  const columns = [{ name: 'load', mean: [5.55555, 6], min: [0, 1], max: [100, 7.77777] }];
  expect(packedSeries(series([0, 0], { columns })).columns).toEqual([
    { name: 'load', mean: [5.56, 6], min: [0, 1], max: [100, 7.78] },
  ]);
});

test.each([[[1_000, 1_010, 1_020]], [[1_000, 1_010, 1_050]], [[1_000]], [[]]])(
  'times %j come out as they were',
  (time) => {
    const packed = packedSeries(series(time, { time }));
    expect(seriesTimes(packed)).toEqual(time);
    expect('time' in packed).toBe(time.at(-1) === 1_050);
  },
);
