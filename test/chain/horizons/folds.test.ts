import { openTransform } from '@wattline/online-transform';
import { expect, test } from 'vitest';
import { type Reading, type Sealed, sealTown, takeTown, townReadings } from './seal-town.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const readings = townReadings('2024-05-01T00:00:00Z', 10 * 24);
const testFrom = Date.parse('2024-05-09T00:00:00Z');
const spec = {
  time: { column: 'time', zone: 'UTC', cadence: '1h' },
  entity: 'meter',
  interval: '1h',
  values: { load: {}, pressure: {}, temperature: { known: 'future' } },
  calendar: { fields: ['Hour'], cyclical: [] },
  lags: { by: ['1h'], columns: ['load_mean'] },
  rolling: { windows: [] },
  partition: { period: 'month', entityBuckets: 2 },
  scaling: { method: 'standard' },
  target: { columns: ['load_mean'], horizons: ['24h'] },
  split: {
    validationFrom: '2024-05-08',
    testFrom: '2024-05-09',
    folds: { count: 3, test: '1d', step: '12h', gap: '3h' },
  },
};

const hashOf = ({ manifest }: Sealed, path: string): string | undefined =>
  manifest.files.find((file) => file.path === path)?.sha256;

test('folds are trained on what was known when the first forecast of their tests was made, and scaled by it', async () => {
  const { receipt, sealed } = await takeTown(spec, readings);
  if (sealed === undefined) throw new Error(`not sealed: ${JSON.stringify(receipt.error)}`);
  const { manifest, preprocessor } = sealed;
  const [ahead] = manifest.horizons?.horizons ?? [];
  const told = [
    ...(manifest.folds ?? []),
    ...(ahead?.folds ?? []).map((one) => ({ ...one, horizon: '24h' })),
  ].map(({ sets, ...bounds }) => ({ ...bounds, train: sets.train.rows, test: sets.test.rows }));
  expect(receipt.published).toMatchObject({ folds: told });
  for (const [folder, folds, steps, scalers] of [
    ['training/', manifest.folds, 1, preprocessor.folds],
    ['training/horizon=24h/', ahead?.folds, 24, preprocessor.horizons?.horizons[0]?.folds],
  ] as const) {
    expect(folds).toHaveLength(3);
    for (const [i, { fold, sets, ...bounds }] of (folds ?? []).entries()) {
      const until = testFrom - (2 - i) * 12 * HOUR;
      const wanted = { train: until - DAY - 3 * HOUR - (steps - 1) * HOUR, from: until - DAY, until };
      expect(Object.values(bounds).map(Date.parse)).toEqual(Object.values(wanted));
      const [train, tested] = ['train', 'test'].map(
        (set) => sealed.rows.get(`${folder}fold=${fold}/${set}.parquet`) ?? [],
      );
      const timesOf = (rows: typeof train) => rows?.map((row) => [row.meter, row.event_timestamp]);
      const isLabelled = ({ load }: Reading): boolean => steps === 1 || load !== null;
      const timesIn = (from: number, to: number) =>
        readings
          .filter((one) => one.at >= from && one.at < to && isLabelled(one))
          .map(({ meter, at }) => [meter, at]);
      const first = Math.min(...readings.map(({ at }) => at)) + (steps === 1 ? 0 : steps * HOUR);
      expect(timesOf(train)?.toSorted()).toEqual(timesIn(first, wanted.train).toSorted());
      expect(timesOf(tested)?.toSorted()).toEqual(timesIn(wanted.from, wanted.until).toSorted());
      expect([sets.train.rows, sets.test.rows]).toEqual([train?.length, tested?.length]);
      // Standardized by its own rows: their mean is 0.
      const lags = (train ?? []).flatMap(({ load_mean_lag1h: lag }) => (lag === null ? [] : [Number(lag)]));
      expect(lags.reduce((sum, one) => sum + one, 0) / lags.length).toBeCloseTo(0, 12);
      expect(scalers?.[i]?.scaler.features.find(({ name }) => name === 'load_mean_lag1h')?.values).toBe(
        lags.length,
      );
      // No label is trained on that was not over when the first forecast was made.
      const origins = (tested ?? []).map((row) =>
        Number(row.origin_timestamp ?? Number(row.event_timestamp) - HOUR),
      );
      const labels = (train ?? []).map((row) => Number(row.event_timestamp));
      expect(Math.max(...labels)).toBeLessThanOrEqual(Math.min(...origins) - 3 * HOUR);
    }
  }

  // What comes after the first fold changes no byte of it.
  const later = await sealTown(
    spec,
    readings.map((one) => (one.at < testFrom - DAY ? one : { ...one, load: 1, pressure: 2, temperature: 3 })),
  );
  for (const folder of ['training/', 'training/horizon=24h/'])
    for (const set of ['train', 'test']) {
      const path = `${folder}fold=1/${set}.parquet`;
      expect(hashOf(sealed, path)).toBeTypeOf('string');
      expect(hashOf(later, path)).toBe(hashOf(sealed, path));
    }
  // A test does change with what is tested.
  for (const folder of ['training/', 'training/horizon=24h/'])
    expect(hashOf(later, `${folder}fold=3/test.parquet`)).not.toBe(
      hashOf(sealed, `${folder}fold=3/test.parquet`),
    );
});

test('folds for which there is nothing to train on are refused', async () => {
  const folds = { count: 9, test: '1d' };
  const { receipt } = await takeTown({ ...spec, split: { ...spec.split, folds } }, readings);
  expect(receipt).toMatchObject({
    status: 'rejected',
    error: { code: 'FOLDS_TOO_LONG', place: { value: 'split.folds' } },
  });
});

test('labels may be logarithms, and are given back in their unit', async () => {
  const target = { columns: ['load_mean'], horizons: ['24h'], as: 'log1p' };
  const { rows, preprocessor } = await sealTown({ ...spec, target, split: undefined }, readings);
  const transform = openTransform(JSON.parse(JSON.stringify(preprocessor)));
  const found = new Map(readings.map(({ meter, at, load }) => [`${meter} ${at}`, load]));
  const [label, all] = ['load_mean_ahead24h_log1p', rows.get('training/horizon=24h/train.parquet') ?? []];
  expect(all.length).toBeGreaterThan(50);
  for (const row of all) {
    const load = found.get(`${row.meter} ${row.event_timestamp}`) ?? Number.NaN;
    // What has no logarithm is no label.
    expect(load).toBeGreaterThan(-1);
    expect(transform.unscale(label, Number(row[label]))).toBeCloseTo(load, 6);
  }
});
