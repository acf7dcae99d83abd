import { openTransform } from '@wattline/online-transform';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  cellsOf,
  type Reading,
  type Row,
  type Sealed,
  sealTown,
  townReadings,
} from '../chain/horizons/seal-town.ts';

const HOUR = 3_600_000;
const START = Date.parse('2024-03-28T00:00:00Z');
/** One meter comes after the training span: nothing is known of it. */
const readings: Reading[] = [
  ...townReadings(new Date(START).toISOString(), 10 * 24),
  ...townReadings('2024-04-05T00:00:00Z', 48)
    .filter(({ meter }) => meter === 'A')
    .map((one) => ({ ...one, meter: 'new' })),
].map((one) => {
  const hour = (one.at - START) / HOUR;
  // A word that is in no vocabulary, one that comes after the training span, and none.
  const tariff = hour > 160 ? 'late' : (['day', 'night', 'odd', ''][(hour * 7) % 4] ?? '');
  return { ...one, words: { tariff, state: ['on', 'off', '?'][(hour * 5) % 3] ?? '' } };
});
const end = Math.max(...readings.map(({ at }) => at)) + HOUR;
const spec = {
  time: { column: 'time', zone: 'Europe/Paris', cadence: '1h', delay: '90m' },
  entity: 'meter',
  interval: '1h',
  values: { load: { unit: 'kW' }, pressure: {}, temperature: { known: 'future' } },
  categories: {
    tariff: {
      ...{ vocabulary: ['day', 'night', 'late'], known: 'future' },
      ...{ encode: 'ordinal', unseen: 'other' },
    },
    // Known too late to stand beside a label of the same interval; of a label ahead it is that of the origin.
    state: { vocabulary: ['on', 'off'] },
  },
  calendar: { fields: ['Hour', 'TimeOfDay', 'Year'], cyclical: [] },
  lags: { by: ['24h'] },
  rolling: { windows: [] },
  coverage: true,
  partition: { period: 'month', entityBuckets: 2 },
  scaling: { method: 'standard', by: 'entity' },
  // A column of words may be left out as redundant, and still says them.
  select: 'drop-redundant',
  target: { columns: ['load_mean', 'pressure_mean'], horizons: ['24h'] },
  split: {
    validationFrom: '2024-04-03',
    testFrom: '2024-04-05',
    folds: { count: 2, test: '1d' },
  },
  encodings: {
    count: { columns: ['meter', 'TimeOfDay', 'tariff'] },
    target: { columns: ['meter', 'Hour', 'Year', 'tariff', 'state'], smoothing: 4, blocks: 5 },
  },
};

let sealed: Sealed;
let transform: ReturnType<typeof openTransform>;
beforeAll(async () => {
  sealed = await sealTown(spec, readings);
  transform = openTransform(JSON.parse(JSON.stringify(sealed.preprocessor)));
});

const rowsUnder = (folder: string): Row[] =>
  ['train', 'validation', 'test'].flatMap((set) => sealed.rows.get(`${folder}${set}.parquet`) ?? []);

const historyOf = (meter: unknown) => {
  const history = transform.history({ isWhole: true });
  history.add(transform.read(readings.map(cellsOf)).readings.get(String(meter)) ?? []);
  history.knowUntil(end);
  return history;
};

describe('rows with encoded words', () => {
  test.each([
    ['training/', undefined],
    ['training/horizon=24h/', '24h'],
  ])('%s are served as the files have them, in each bit', (folder, ahead) => {
    const rows = rowsUnder(folder);
    expect(rows.length).toBeGreaterThan(300);
    const columns = transform.columns(true, ahead);
    const labels = ['load_mean', 'pressure_mean'].map((name) => (ahead ? `${name}_ahead24h` : name));
    expect(columns).toEqual(
      expect.arrayContaining([
        'count_by_meter',
        'count_by_TimeOfDay',
        ...labels.flatMap((label) => ['meter', 'Hour', 'Year', 'tariff'].map((of) => `${label}_by_${of}`)),
      ]),
    );
    expect(columns.some((name) => name.endsWith('_by_state'))).toBe(ahead !== undefined);
    expect(columns).not.toContain('Year');
    const histories = new Map(['A', 'B', 'new'].map((meter) => [meter, historyOf(meter)]));
    let late = 0;
    for (const row of rows) {
      const entity = String(row.meter);
      const history = histories.get(entity);
      if (history === undefined) throw new Error(`no history of ${entity}`);
      const [served] = transform.rows(history, { at: Number(row.event_timestamp), ahead, entity });
      const values = Object.fromEntries(columns.map((name, i) => [name, served?.values[i] ?? null]));
      const wanted = Object.fromEntries(columns.map((name) => [name, row[name] ?? null]));
      expect(values).toEqual(wanted);
      expect(served?.history).toBeUndefined();
      // What was never seen is said.
      expect(served?.unseen?.includes('count_by_meter') ?? false).toBe(entity === 'new');
      if (served?.unseen?.includes('count_by_tariff')) late += 1;
    }
    expect(late).toBeGreaterThan(20);
  });

  test('are made of what was known before: files, manifest and preprocessor say so', () => {
    const { manifest, preprocessor } = sealed;
    expect(manifest.encodings?.map(({ name }) => name)).toEqual(
      preprocessor.encodings?.map(({ name }) => name),
    );
    expect(manifest.encodings).toContainEqual(
      expect.objectContaining({
        ...{ name: 'load_mean_by_meter', by: 'target', of: 'meter', columns: ['meter'], target: 'load_mean' },
        ...{ smoothing: 4, unit: 'kW', words: 2 },
      }),
    );
    expect(manifest.serving?.columns.features).toEqual(
      expect.arrayContaining(['count_by_meter', 'load_mean_by_Hour']),
    );
    expect(preprocessor.folds?.map(({ encodings }) => encodings?.length)).toEqual([11, 11]);
    const [ahead] = preprocessor.horizons?.horizons ?? [];
    expect(ahead?.folds?.map(({ encodings }) => encodings?.length)).toEqual([13, 13]);
    const rowsOf = (of: string) =>
      new Set(ahead?.encodings?.flatMap((one) => (one.of === of ? [one.row] : [])));
    expect([rowsOf('meter'), rowsOf('tariff'), rowsOf('state')]).toEqual([
      new Set([undefined]),
      new Set(['label']),
      new Set(['origin']),
    ]);
    const loads = (from: number, until: number, meter?: string): number[] =>
      readings
        .filter((one) => one.at >= from && one.at < until && (meter === undefined || one.meter === meter))
        .flatMap(({ load }) => (load === null ? [] : [load]));
    const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length;
    const blended = (from: number, until: number): number => {
      const own = loads(from, until, 'A');
      return (mean(own) * own.length + 4 * mean(loads(from, until))) / (own.length + 4);
    };
    // Of readings that come an hour and a half late, two intervals are not known yet; a day ahead, 25 more.
    for (const [encodings, label, since, late] of [
      [preprocessor.encodings, 'load_mean', 0, 2],
      [ahead?.encodings, 'load_mean_ahead24h', 26, 25],
    ] as const) {
      const found = encodings?.find(({ name }) => name === `${label}_by_meter`);
      const [, values = []] = found?.words.find(([word]) => word === 'A') ?? [];
      expect(values).toHaveLength(6);
      for (const [step, from] of (found?.from ?? []).entries()) {
        const until = Date.parse(from) - (step === 5 ? 0 : late * HOUR);
        const begin = START + since * HOUR;
        if (until <= begin) expect(values[step]).toBeNull();
        else expect(values[step]).toBeCloseTo(blended(begin, until), 9);
      }
    }
  });

  test('are given back in their unit', () => {
    const train = sealed.rows.get('training/train.parquet')?.filter(({ meter }) => meter === 'A') ?? [];
    expect(transform.unscale('count_by_meter', Number(train[0]?.count_by_meter))).toBeCloseTo(
      train.length,
      9,
    );
  });

  test('of the entity need its name', () => {
    expect(() => transform.rows(historyOf('A'), { at: end - HOUR })).toThrow(
      expect.objectContaining({ code: 'ENTITY_NEEDED' }),
    );
  });
});
