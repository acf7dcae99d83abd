import { openTransform } from '@wattline/online-transform';
import { expect, test } from 'vitest';
import {
  cellsOf,
  type Reading,
  type Row,
  type Sealed,
  sealTown,
  takeTown,
  townReadings,
} from './seal-town.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Clocks of Paris went forward on 31 March. */
const readings = townReadings('2024-03-28T00:00:00Z', 12 * 24);
const testFrom = Date.parse('2024-04-07T22:00:00Z');
const spec = {
  time: { column: 'time', zone: 'Europe/Paris', cadence: '1h' },
  entity: 'meter',
  interval: '1h',
  values: { load: {}, pressure: {}, temperature: { known: 'future' } },
  calendar: { fields: ['Hour'], cyclical: [] },
  lags: { by: ['1h'], columns: ['load_mean'] },
  rolling: { windows: [] },
  partition: { period: 'month', entityBuckets: 2 },
  scaling: { method: 'standard' },
  split: { validationFrom: '2024-04-06', testFrom: '2024-04-08' },
};

const rowsIn = ({ rows }: Sealed, folder: string): Row[] =>
  [...rows].filter(([path]) => path.startsWith(folder)).flatMap(([, some]) => some);

/** Values of the sealed features, by meter and time. */
const loadsOf = (sealed: Sealed) =>
  new Map(rowsIn(sealed, 'features/').map((row) => [`${row.meter} ${row.event_timestamp}`, row.load_mean]));

const openTown = ({ preprocessor }: Sealed, some: readonly Reading[]) => {
  const transform = openTransform(JSON.parse(JSON.stringify(preprocessor)));
  const readingsOf = transform.read(some.map(cellsOf)).readings;
  const histories = new Map(
    ['A', 'B'].map((meter) => {
      const history = transform.history({ isWhole: true });
      history.add(readingsOf.get(meter) ?? []);
      history.knowUntil(Math.max(...some.map(({ at }) => at)) + HOUR);
      return [meter, history] as const;
    }),
  );
  const rowOf = ({ meter, event_timestamp: at }: Row, ahead: string) => {
    const history = histories.get(String(meter));
    const [row] = history === undefined ? [] : transform.rows(history, { at: Number(at), ahead });
    if (row === undefined) throw new Error(`no row of ${meter}`);
    return row;
  };
  return { transform, rowOf };
};

test('seasonal differences are of the last whole season that was known, which served rows tell, and are added back', async () => {
  const target = {
    columns: ['load_mean'],
    horizons: ['22h', '30h'],
    as: 'seasonal-difference',
    period: '24h',
  };
  const sealed = await sealTown({ ...spec, time: { ...spec.time, delay: '90m' }, target }, readings);
  const loads = loadsOf(sealed);
  const { transform, rowOf } = openTown(sealed, readings);
  // Two hours late: of 24 hours ahead the same hour of the day before is not known yet.
  for (const [horizon, steps, season] of [
    ['22h', 24, 24],
    ['30h', 32, 48],
  ] as const) {
    const label = `load_mean_ahead${horizon}_seasonal_difference`;
    const made = sealed.preprocessor.horizons?.horizons.find((one) => one.horizon === horizon);
    expect(made).toMatchObject({ steps, labels: [{ name: label, seasonSteps: season }] });
    const rows = rowsIn(sealed, `training/horizon=${horizon}/`);
    expect(rows.length).toBeGreaterThan(200);
    for (const row of rows) {
      const [at, from] = [Number(row.event_timestamp), Number(row.season_timestamp)];
      expect(from).toBe(at - season * HOUR);
      expect(from).toBeLessThanOrEqual(Number(row.origin_timestamp));
      const [value, reference] = [at, from].map((time) => Number(loads.get(`${row.meter} ${time}`)));
      const served = rowOf(row, horizon);
      expect(served.references).toEqual({ [label]: reference });
      expect(transform.unscale(label, Number(row[label]))).toBeCloseTo((value ?? 0) - (reference ?? 0), 9);
      expect(transform.invert(label, Number(row[label]), served)).toBeCloseTo(value ?? Number.NaN, 9);
    }
  }
  expect(() => transform.invert('load_mean_ahead22h_seasonal_difference', 0)).toThrow(
    expect.objectContaining({ code: 'REFERENCE_MISSING' }),
  );
  const unknown = { references: { load_mean_ahead22h_seasonal_difference: null } };
  expect(transform.invert('load_mean_ahead22h_seasonal_difference', 0, unknown)).toBeNull();
  // A history is held as long as a season goes back.
  expect(transform.lookback).toBe(2 + 48);
  expect(sealed.manifest.serving?.lookback.intervals).toBe(transform.lookback + 2);
});

const powered = readings.map((one) => ({
  ...one,
  load: one.load === null ? null : one.load ** 2 / 100 + 0.5,
}));
const folds = { count: 2, test: '1d' };
const boxCox = {
  ...spec,
  split: { ...spec.split, folds },
  target: { columns: ['load_mean'], horizons: ['24h'], as: 'box-cox' },
};

test('Box-Cox is fitted to the training rows of a horizon and of a fold alone, and is undone', async () => {
  const sealed = await sealTown(boxCox, powered);
  const label = 'load_mean_ahead24h_box_cox';
  const lambdasOf = ({ preprocessor }: Sealed) => {
    const [ahead] = preprocessor.horizons?.horizons ?? [];
    return {
      horizon: ahead?.labels[0]?.lambda,
      folds: ahead?.folds?.map(({ lambdas }) => lambdas?.[label]),
    };
  };
  const lambdas = lambdasOf(sealed);
  expect(sealed.manifest.horizons?.horizons[0]?.labels[0]?.lambda).toBe(lambdas.horizon);
  // The last fold is trained on hardly more than the horizon's sets are.
  expect(lambdas.folds).toHaveLength(2);
  expect(lambdas.folds?.[0]).toBeTypeOf('number');
  expect(lambdas.folds?.[0]).not.toBe(lambdas.horizon);
  const loads = loadsOf(sealed);
  const { transform, rowOf } = openTown(sealed, powered);
  const rows = ['train', 'validation', 'test'].flatMap((set) =>
    rowsIn(sealed, `training/horizon=24h/${set}`),
  );
  expect(rows.length).toBeGreaterThan(300);
  for (const row of rows) {
    const value = Number(loads.get(`${row.meter} ${row.event_timestamp}`));
    const served = rowOf(row, '24h');
    expect(served.references).toBeUndefined();
    for (const back of [
      transform.invert(label, Number(row[label]), served),
      transform.unscale(label, Number(row[label])),
    ])
      expect(Math.abs((back ?? Number.NaN) / value - 1)).toBeLessThan(1e-11);
  }

  // What comes after the training span moves neither λ nor scaler; in later rows what has no power is no label.
  const trainUntil = Date.parse('2024-04-05T22:00:00Z');
  const later = await sealTown(
    boxCox,
    powered.map((one) =>
      one.meter === 'A' && one.at === trainUntil
        ? { ...one, load: 0 }
        : one.at < testFrom - DAY
          ? one
          : { ...one, load: one.at % DAY === 0 && one.at > testFrom ? -3 : 1e6 },
    ),
  );
  // The first interval of validation, which the last fold is trained on.
  const trained = rowsIn(later, 'training/horizon=24h/fold=2/train').filter(
    ({ event_timestamp: at }) => Number(at) === trainUntil,
  );
  expect(trained.map(({ meter }) => meter)).toEqual(['B']);
  expect(testFrom - DAY).toBeGreaterThan(trainUntil);
  const told = lambdasOf(later);
  expect([told.horizon, told.folds?.[0]]).toEqual([lambdas.horizon, lambdas.folds?.[0]]);
  const scalerOf = ({ preprocessor }: Sealed) => preprocessor.horizons?.horizons[0]?.scaler;
  expect(scalerOf(later)).toEqual(scalerOf(sealed));
  const hashOf = ({ manifest }: Sealed, path: string) =>
    manifest.files.find((file) => file.path === `training/horizon=24h/${path}`)?.sha256;
  for (const path of ['train.parquet', 'fold=1/train.parquet']) {
    expect(hashOf(sealed, path)).toBeTypeOf('string');
    expect(hashOf(later, path)).toBe(hashOf(sealed, path));
  }
  const tested = rowsIn(later, 'training/horizon=24h/test');
  expect(tested.length).toBeGreaterThan(0);
  expect(tested.filter(({ event_timestamp: at }) => Number(at) % DAY === 0)).toEqual([]);
});

test('a value of the training span without a power is refused', async () => {
  const { receipt } = await takeTown(boxCox, readings);
  expect(receipt).toMatchObject({
    status: 'rejected',
    error: { code: 'BOX_COX_NOT_POSITIVE', place: { column: 'load_mean' } },
  });
});
