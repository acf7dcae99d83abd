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
