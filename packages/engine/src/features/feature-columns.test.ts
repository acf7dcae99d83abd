import { preset, Spec, type SpecInput } from '@wattline/spec';
import { describe, expect, test } from 'vitest';
import { RejectedError } from '../errors.ts';
import { featureColumns } from './feature-columns.ts';

const specOf = (more: Partial<SpecInput> = {}) =>
  Spec.parse({
    time: { column: 'time', cadence: '10m' },
    values: { load: { aggregate: ['mean', 'max'] }, heat: {} },
    ...more,
  });

const rejection = (spec: Spec): RejectedError => {
  try {
    featureColumns(spec);
  } catch (error) {
    if (error instanceof RejectedError) return error;
  }
  throw new Error('Not rejected');
};

test('a spec that makes very many columns is refused', () => {
  const spec = specOf({
    values: Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`k${index}`, {}])),
    lags: { by: Array.from({ length: 200 }, (_, index) => `${index + 1}h`) },
  });
  expect(rejection(spec).code).toBe('FEATURES_TOO_MANY');
});

describe('featureColumns', () => {
  test('come in their order', () => {
    const spec = specOf({
      entity: 'meter',
      categories: { state: { vocabulary: ['on', 'off'] } },
      calendar: {
        fields: ['Season', 'Hour', 'Weekday', 'Year', 'IsHoliday'],
        cyclical: ['Hour'],
        holidays: { country: 'MA' },
      },
      lags: { by: ['4h', '1d'], columns: ['heat_mean'] },
      rolling: { windows: ['24h'], statistics: ['mean'], columns: ['load_max'] },
      differences: { over: ['24h'], columns: ['load_max'] },
    });
    expect(featureColumns(spec).map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'time event_timestamp',
      'time available_at',
      'entity meter',
      'calendar Year',
      'calendar Hour',
      'value load_mean',
      'value load_max',
      'value heat_mean',
      'calendar Weekday',
      'one-hot Season_Winter',
      'one-hot Season_Spring',
      'one-hot Season_Summer',
      'one-hot Season_Autumn',
      'one-hot state_on',
      'one-hot state_off',
      'cyclical Hour_sin',
      'cyclical Hour_cos',
      'holiday IsHoliday',
      'coverage readings_present',
      'coverage readings_expected',
      'coverage coverage',
      'lag heat_mean_lag4h',
      'lag heat_mean_lag1d',
      'rolling load_max_rolling24h_mean',
      'difference load_max_diff24h',
    ]);
  });

  test('withhold what the interval of a target says itself, but not what is known before', () => {
    const roles = featureColumns(
      specOf({
        values: {
          load: { aggregate: ['mean', 'max'] },
          heat: { known: 'past' },
          wind: { known: 'future' },
          area: { known: 'static' },
        },
        categories: { state: { vocabulary: ['on', 'off'] } },
        target: ['load_mean'],
        lags: { by: ['4h'] },
        rolling: { windows: ['4h'], statistics: ['max'] },
        differences: { over: ['4h'] },
      }),
    ).filter(({ source }) => source !== undefined);
    expect(Object.fromEntries(roles.map(({ name, role }) => [name, role]))).toEqual({
      load_mean: 'target',
      load_max: 'withheld',
      heat_mean: 'withheld',
      wind_mean: 'feature',
      area_mean: 'feature',
      load_mean_lag4h: 'feature',
      load_max_lag4h: 'feature',
      heat_mean_lag4h: 'feature',
      load_mean_rolling4h_max: 'feature',
      load_max_rolling4h_max: 'feature',
      heat_mean_rolling4h_max: 'feature',
      load_mean_diff4h: 'withheld',
      load_max_diff4h: 'withheld',
      heat_mean_diff4h: 'withheld',
      wind_mean_lag4h: 'feature',
      wind_mean_rolling4h_max: 'feature',
      wind_mean_diff4h: 'feature',
      area_mean_lag4h: 'feature',
      area_mean_rolling4h_max: 'feature',
      area_mean_diff4h: 'feature',
      state_on: 'withheld',
      state_off: 'withheld',
    });
  });

  describe('of a file whose names some tools refuse', () => {
    const written: SpecInput = {
      time: { column: 'Zeit', cadence: '10m' },
      entity: 'Zähler Nr.',
      values: { 'Wirkleistung [kW]': { unit: 'kW' }, 'Wirkleistung (kW)': {}, load: {} },
      categories: { 'Tarif/Zone': { vocabulary: ['on-peak', 'on peak', 'off'] } },
      calendar: { fields: [] },
      coverage: false,
      lags: { by: ['4h'], columns: ['Wirkleistung [kW]_mean', 'load_mean'] },
      target: ['Wirkleistung [kW]_mean'],
    };
    const columns = featureColumns(Spec.parse(written));

    test('are called by letters, digits and _, and labelled as in the file', () => {
      expect(columns.map(({ name, label = '' }) => `${name} | ${label}`)).toEqual([
        'event_timestamp | ',
        'available_at | ',
        'Zähler_Nr | Zähler Nr.',
        'Wirkleistung_kW_20_5b_5d_mean | Wirkleistung [kW]_mean',
        'Wirkleistung_kW_20_28_29_mean | Wirkleistung (kW)_mean',
        'load_mean | ',
        'Tarif_Zone_on_peak_2d | Tarif/Zone_on-peak',
        'Tarif_Zone_on_peak_20 | Tarif/Zone_on peak',
        'Tarif_Zone_off | Tarif/Zone_off',
        'Wirkleistung_kW_20_5b_5d_mean_lag4h | Wirkleistung [kW]_mean_lag4h',
        'load_mean_lag4h | ',
      ]);
    });

    test('are what a spec names by either', () => {
      const lags = { by: ['4h'], columns: ['Wirkleistung_kW_20_5b_5d_mean', 'load_mean'] };
      const target = 'Wirkleistung_kW_20_5b_5d_mean';
      expect(featureColumns(Spec.parse({ ...written, lags, target: [target] }))).toEqual(columns);
      expect(columns.find(({ role }) => role === 'target')?.name).toBe(target);
      const both = [target, 'Wirkleistung [kW]_mean'];
      const found = Spec.safeParse({ ...written, target: both });
      expect(found.error?.issues[0]?.message).toContain('is named twice');
    });

    test('may be those of others, which the names of the file are not', () => {
      const entity = { ...written, entity: 'event timestamp' };
      const refused = (): unknown => featureColumns(Spec.parse(entity));
      expect(refused).toThrow(
        expect.objectContaining({ remedy: expect.stringContaining('naming: as-written') }),
      );
      expect(featureColumns(Spec.parse({ ...entity, naming: 'as-written' }))[2]?.name).toBe(entity.entity);
    });

    test('begin as the file’s where the spec wants that', () => {
      const names = featureColumns(Spec.parse({ ...written, naming: 'as-written' })).map(({ name }) => name);
      expect(names.slice(2, 5)).toEqual(['Zähler Nr.', 'Wirkleistung [kW]_mean', 'Wirkleistung (kW)_mean']);
    });
  });

  test('of both presets are known', () => {
    expect(featureColumns(preset('power-consumption'))).toHaveLength(149);
    expect(featureColumns(preset('ray-lab'))).toHaveLength(63);
  });

  test.each<[string, string, (spec: Spec) => Spec]>([
    ['TARGET_UNKNOWN', 'load_max', (spec) => ({ ...spec, target: ['load_min'] })],
    ['COLUMN_UNKNOWN', 'load_max', (spec) => ({ ...spec, lags: { ...spec.lags, columns: ['load'] } })],
    ['COLUMN_UNKNOWN', 'heat_mean', (spec) => ({ ...spec, rolling: { ...spec.rolling, columns: ['x'] } })],
    ['COLUMN_UNKNOWN', 'heat_mean', (spec) => ({ ...spec, differences: { over: [], columns: ['x'] } })],
    ['NO_WHOLE_INTERVALS', '1h', (spec) => ({ ...spec, lags: { ...spec.lags, by: ['90m'] } })],
    [
      'CADENCE_UNKNOWN',
      'cadence',
      (spec) => ({ ...spec, time: { ...spec.time, cadence: undefined } as never }),
    ],
    ['COLUMN_NAME_TAKEN', 'Rename', (spec) => ({ ...spec, entity: 'Hour' })],
    ['COLUMN_NAME_TAKEN', 'Rename', (spec) => ({ ...spec, entity: 'interval_start' })],
    ['COLUMN_NAME_TAKEN', 'Rename', (spec) => ({ ...spec, entity: 'available_at' })],
    [
      'COLUMN_NAME_TAKEN',
      'leave it out of encodings',
      (spec) => ({ ...spec, entity: 'count_by_Hour', encodings: { count: { columns: ['Hour'] } } }),
    ],
    [
      'COLUMN_NAME_TAKEN',
      'leave it out of encodings',
      (spec) => ({
        ...spec,
        entity: 'load_mean_ahead1h_by_Hour',
        target: { columns: ['load_mean'], horizons: ['1h'], as: 'value' },
        encodings: { target: { columns: ['Hour'], smoothing: 20, blocks: 10 } },
      }),
    ],
  ])('are refused: %s, naming %s', (code, remedy, change) => {
    const error = rejection(change(specOf()));
    expect(error.code).toBe(code);
    expect(error.remedy).toContain(remedy);
  });
});
