import { openTransform } from '@wattline/online-transform';
import { expect, test } from 'vitest';
import { cellsOf, type Reading, type Row, type Sealed, sealTown, townReadings } from './seal-town.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const begin = Date.parse('2024-05-01T00:00:00Z');
const trainUntil = begin + 6 * DAY;
/** B is a thousand times as large as A; C comes once the training span is over. */
const readings: Reading[] = [
  ...townReadings('2024-05-01T00:00:00Z', 9 * 24).map((one) =>
    one.meter === 'A' || one.load === null ? one : { ...one, load: one.load * 1000 + 5e6 },
  ),
  ...townReadings('2024-05-07T00:00:00Z', 3 * 24)
    .filter(({ meter }) => meter === 'A')
    .map((one) => ({ ...one, meter: 'C' })),
];
const spec = {
  time: { column: 'time', zone: 'UTC', cadence: '1h' },
  entity: 'meter',
  interval: '1h',
  values: { load: {}, pressure: {}, temperature: { known: 'future' } },
  calendar: { fields: ['Hour'], cyclical: [] },
  lags: { by: ['1h'], columns: ['load_mean'] },
  rolling: { windows: [] },
  partition: { period: 'month', entityBuckets: 2 },
  scaling: { method: 'standard', by: 'entity' },
  target: { columns: ['load_mean'], horizons: ['24h'], as: 'difference' },
  split: {
    validationFrom: '2024-05-07',
    testFrom: '2024-05-08',
    folds: { count: 2, test: '1d' },
  },
};

const rowsIn = ({ rows }: Sealed, folder: string): Row[] =>
  [...rows].filter(([path]) => path.startsWith(folder)).flatMap(([, some]) => some);

const numbersIn = (rows: readonly Row[], meter: string, column: string): number[] =>
  rows.flatMap((row) => (row.meter === meter && row[column] !== null ? [Number(row[column])] : []));

const meanOf = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

test('each entity is scaled by its own training rows, of horizons and folds too, and is served and given back so', async () => {
  const sealed = await sealTown(spec, readings);
  const { preprocessor, manifest } = sealed;
  const label = 'load_mean_ahead24h_difference';
  for (const folder of [
    'training/',
    'training/horizon=24h/',
    'training/fold=2/',
    'training/horizon=24h/fold=1/',
  ])
    for (const meter of ['A', 'B'])
      for (const column of [
        'load_mean_lag1h',
        ...(folder.includes('horizon') ? ['pressure_mean', label] : []),
      ]) {
        const own = numbersIn(sealed.rows.get(`${folder}train.parquet`) as Row[], meter, column);
        expect(own.length).toBeGreaterThan(50);
        expect(meanOf(own), `${column} of ${meter} in ${folder}`).toBeCloseTo(0, 9);
        expect(meanOf(own.map((one) => one ** 2)), `${column} of ${meter} in ${folder}`).toBeCloseTo(1, 9);
      }
  const scalers = [preprocessor, ...(preprocessor.horizons?.horizons ?? []), ...(preprocessor.folds ?? [])];
  expect(scalers.map(({ scaler }) => scaler.entities?.fitted.map(({ entity }) => entity))).toEqual(
    scalers.map(() => ['A', 'B']),
  );
  expect(preprocessor.scaler.entities).toMatchObject({ column: 'meter', withoutOwn: ['C'] });
  expect(manifest.serving?.scaler.entities).toEqual({ fitted: 2, withoutOwn: 1 });

  const transform = openTransform(JSON.parse(JSON.stringify(preprocessor)));
  const read = transform.read(readings.map(cellsOf)).readings;
  const loads = new Map(
    rowsIn(sealed, 'features/').map((row) => [`${row.meter} ${row.event_timestamp}`, Number(row.load_mean)]),
  );
  for (const meter of ['A', 'B', 'C']) {
    const history = transform.history({ isWhole: true });
    history.add(read.get(meter) ?? []);
    history.knowUntil(begin + 9 * DAY);
    for (const [ahead, sets] of [
      [undefined, ['training/train', 'training/validation', 'training/test']],
      ['24h', ['training/horizon=24h/t', 'training/horizon=24h/v']],
    ] as const) {
      const rows = sets.flatMap((set) => rowsIn(sealed, set)).filter((row) => row.meter === meter);
      expect(rows.length).toBeGreaterThan(20);
      for (const row of rows) {
        const at = Number(row.event_timestamp);
        const [served] = transform.rows(history, { at, ahead, entity: meter });
        const wanted = transform.columns(true, ahead).map((name) => row[name]);
        expect(served?.values).toEqual(wanted);
        const name = ahead === undefined ? 'load_mean' : label;
        const value = loads.get(`${meter} ${at}`) ?? Number.NaN;
        if (row[name] === null) continue;
        const back = transform.invert(name, Number(row[name]), served);
        expect(Math.abs((back ?? Number.NaN) - value)).toBeLessThan(1e-9 * Math.max(1, Math.abs(value)));
      }
    }
    expect(() => transform.rows(history, { at: begin })).toThrow(
      expect.objectContaining({ code: 'ENTITY_NEEDED' }),
    );
    expect(transform.rows(history, { at: begin, scaled: false })).toHaveLength(1);
  }
  expect(() => transform.invert(label, 0, { references: { [label]: 1 } })).toThrow(
    expect.objectContaining({ code: 'ENTITY_NEEDED' }),
  );

  // What comes after the training span moves the scaling of no entity.
  const later = await sealTown(
    spec,
    readings.map((one) => (one.at < trainUntil ? one : { ...one, load: 1, pressure: 2, temperature: 3 })),
  );
  expect(later.preprocessor.scaler).toEqual(preprocessor.scaler);
  expect(later.preprocessor.horizons?.horizons[0]?.scaler).toEqual(
    preprocessor.horizons?.horizons[0]?.scaler,
  );
});
