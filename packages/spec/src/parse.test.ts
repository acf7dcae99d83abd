import { describe, expect, test } from 'vitest';
import { parseSpec, preset, SpecError } from './index.ts';

const read = (text: string) => parseSpec(text, { file: 'wattline.yaml' });

const refusal = (text: string): SpecError => {
  try {
    read(text);
  } catch (error) {
    if (error instanceof SpecError) {
      return error;
    }
    throw error;
  }
  throw new Error('the spec was taken');
};

const base = 'time: {column: at}\nvalues: {kw: {}}\n';

describe('a spec that can be used', () => {
  test('has its defaults filled in', () => {
    const spec = read(base);
    expect(spec.time).toEqual({
      column: 'at',
      format: 'auto',
      zone: 'UTC',
      label: 'start',
      ambiguous: 'earliest',
      nonexistent: 'shift',
    });
    expect(spec.lags.by).toEqual(['4h', '8h', '12h', '24h', '48h']);
  });

  test('may begin with a BOM, have CRLF and share settings by an anchor', () => {
    const spec = read('\uFEFFtime: {column: at}\r\nvalues:\r\n  a: &kw {unit: kW}\r\n  b: *kw\r\n');
    expect(spec.values.b?.unit).toBe('kW');
  });

  test.each(['UTC', 'Europe/Paris', 'Asia/Kolkata', 'US/Eastern', '+05:30', '-03:00'])(
    'is read in zone %s',
    (zone) => {
      expect(read(`time: {column: at, zone: "${zone}"}\nvalues: {kw: {}}`).time.zone).toBe(zone);
    },
  );
});

describe('a preset', () => {
  test('named alone is the preset', () => {
    expect(read('preset: power-consumption')).toEqual(preset('power-consumption'));
  });

  test('is extended: maps merge, lists replace, an empty key removes', () => {
    const spec = read(`preset: power-consumption
time: {zone: Africa/Casablanca}
values: {Humidity: null, Pressure: {unit: hPa}}
lags: {by: [1h]}
split: {validationFrom: 2017-10-01, testFrom: 2017-11-01}
`);
    expect(spec.time).toEqual({ ...preset('power-consumption').time, zone: 'Africa/Casablanca' });
    expect(Object.keys(spec.values)).not.toContain('Humidity');
    expect(spec.values.Pressure).toEqual({ aggregate: ['mean'], truncate: false, unit: 'hPa' });
    expect(spec.lags.by).toEqual(['1h']);
    expect(spec.split).toEqual({ validationFrom: '2017-10-01', testFrom: '2017-11-01' });
  });

  test('that is not there: the ones that are', () => {
    const error = refusal('lags: {}\npreset: power-consumptoin');
    expect(error.code).toBe('SPEC_PRESET_UNKNOWN');
    expect(error.message).toBe(
      'wattline.yaml:2 preset: there is no preset "power-consumptoin"; there are power-consumption, power-consumption-compact, ray-lab',
    );
    expect(error.remedy).toBe('write preset: power-consumption');
  });

  test('that does not go with what is written names the preset', () => {
    expect(refusal('preset: power-consumption\ninterval: 5h').message).toContain(
      'lags.by[0]: 4h is not a whole number of intervals of 5h (from preset power-consumption)',
    );
  });
});

describe('a spec that cannot be used', () => {
  const cases: [why: string, text: string, line: number, key: string, message: RegExp, remedy: RegExp][] = [
    [
      'a target that is said to be known before',
      'time: {column: at}\nvalues:\n  kw: {aggregate: [mean], known: future}\ntarget: [kw_mean]',
      3,
      'values.kw.known',
      /'kw' is what target predicts, so it is not known before/,
      /remove known, or predict another column/,
    ],
    [
      'an unknown key',
      `${base}lag: {}`,
      3,
      'lag',
      /is not a key of a spec here; did you mean lags\?/,
      /write lags/,
    ],
    [
      'an unknown key below',
      `${base}calendar:\n  hemisfere: south`,
      4,
      'calendar.hemisfere',
      /hemisphere\?/,
      /write hemisphere/,
    ],
    [
      'a key like nothing',
      `${base}frobnicate: 1`,
      3,
      'frobnicate',
      /is not a key/,
      /remove frobnicate, or write one of preset|time/,
    ],
    [
      'a wrong choice',
      `${base}grid: complet`,
      3,
      'grid',
      /must be one of complete, observed; is 'complet'/,
      /write complete/,
    ],
    [
      'a wrong choice in a list',
      'time: {column: at}\nvalues:\n  kw:\n    aggregate: [mean, medium]',
      4,
      'values.kw.aggregate[1]',
      /one of mean, sum, min, max/,
      /correct/,
    ],
    ['a wrong type', `${base}coverage: 3`, 3, 'coverage', /must be true or false; is 3/, /true or false/],
    ['text for a map', `${base}lags: 4h`, 3, 'lags', /must be a map of keys; is '4h'/, /map/],
    [
      'an empty value',
      'time: {column: at}\nvalues:\n  kw:\n',
      3,
      'values.kw',
      /must be a map of keys; is empty/,
      /./,
    ],
    ['a missing key', 'values: {kw: {}}', 1, 'time', /is missing/, /add time/],
    [
      'a missing key below',
      'time:\n  zone: UTC\nvalues: {kw: {}}',
      1,
      'time.column',
      /is missing/,
      /add time.column/,
    ],
    ['no values', 'time: {column: at}\nvalues: {}', 2, 'values', /names no column/, /at least one/],
    [
      'a wrong duration',
      `${base}lags:\n  by:\n    - 4h\n    - 1 week`,
      6,
      'lags.by[1]',
      /whole number and a unit/,
      /15m/,
    ],
    [
      'a duration beyond reason',
      `${base}lags: {by: [999999999d]}`,
      3,
      'lags.by[0]',
      /longer than 36500d/,
      /./,
    ],
    [
      'a lag between two rows',
      `${base}lags: {by: [30m]}`,
      3,
      'lags.by[0]',
      /30m is not a whole number of intervals of 1h$/,
      /multiple/,
    ],
    ['a lag named twice', `${base}lags: {by: [60m, 1h]}`, 3, 'lags.by[1]', /twice/, /remove/],
    [
      'a zone in other case',
      'time:\n  column: at\n  zone: europe/paris\nvalues: {kw: {}}',
      3,
      'time.zone',
      /did you mean Europe\/Paris/,
      /./,
    ],
    [
      'a zone misspelt',
      'time:\n  column: at\n  zone: Europe/Pariss\nvalues: {kw: {}}',
      3,
      'time.zone',
      /did you mean Europe\/Paris/,
      /./,
    ],
    [
      'an offset out of range',
      'time: {column: at, zone: "+19:00"}\nvalues: {kw: {}}',
      1,
      'time.zone',
      /IANA/,
      /./,
    ],
    [
      'a format of another language',
      'time: {column: at, format: DD/MM/YYYY}\nvalues: {kw: {}}',
      1,
      'time.format',
      /strftime pattern/,
      /./,
    ],
    [
      'a column of two roles',
      `${base}drop: [x, kw]`,
      3,
      'drop[1]',
      /column 'kw' is one of the values already/,
      /one role/,
    ],
    [
      'a target that nothing makes',
      `${base}target: [kw_sum]`,
      3,
      'target[0]',
      /'kw_sum' is not an aggregated column/,
      /kw_mean/,
    ],
    [
      'a horizon between two intervals',
      `${base}target: {columns: [kw_mean], horizons: [1h, 90m]}`,
      3,
      'target.horizons[1]',
      /90m is not a whole number of intervals of 1h/,
      /multiple of 1h/,
    ],
    [
      'a target of a horizon that nothing makes',
      `${base}target: {columns: [kw_sum], horizons: [1h]}`,
      3,
      'target.columns[0]',
      /'kw_sum' is not an aggregated column/,
      /kw_mean/,
    ],
    [
      'entities scaled by themselves where there are none',
      `${base}scaling: {by: entity}`,
      3,
      'scaling.by',
      /names no entity/,
      /write entity/,
    ],
    [
      'entities scaled by themselves by no method',
      `${base}entity: meter\nscaling: {method: none, by: entity}`,
      4,
      'scaling.by',
      /nothing is scaled/,
      /method: minmax/,
    ],
    [
      'a seasonal difference without a season',
      `${base}target: {columns: [kw_mean], horizons: [1h], as: seasonal-difference}`,
      3,
      'target.as',
      /how long a season is/,
      /period: 24h/,
    ],
    [
      'a season between two intervals',
      `${base}target: {columns: [kw_mean], horizons: [1h], as: seasonal-difference, period: 90m}`,
      3,
      'target.period',
      /90m is not a whole number of intervals of 1h/,
      /multiple of 1h/,
    ],
    [
      'a season of a label that has none',
      `${base}target: {columns: [kw_mean], horizons: [1h], as: box-cox, period: 24h}`,
      3,
      'target.period',
      /box-cox has no season/,
      /seasonal-difference/,
    ],
    [
      'a key of horizons misspelt',
      `${base}target: {columns: [kw_mean], horizon: [1h]}`,
      3,
      'target.horizon',
      /did you mean horizons\?/,
      /write horizons/,
    ],
    [
      'folds between two intervals',
      `${base}split: {train: 0.7, validation: 0.2, test: 0.1, folds: {count: 2, test: 90m}}`,
      3,
      'split.folds.test',
      /90m is not a whole number of intervals of 1h/,
      /multiple of 1h/,
    ],
    [
      'a sum of what never changes',
      'time: {column: at}\nvalues:\n  kw: {aggregate: [mean, sum], known: static}',
      3,
      'values.kw.known',
      /its sum changes with how many readings/,
      /mean, min, max, first or last/,
    ],
    [
      'horizons of a scaler that stays',
      `${base}target: {columns: [kw_mean], horizons: [1h]}\ntraining: {refit: pinned}`,
      4,
      'training.refit',
      /made anew for each version/,
      /always/,
    ],
    [
      'horizons and folds of a scaler that stays, which is said once',
      `${base}target: {columns: [kw_mean], horizons: [1h]}\nsplit: {train: 0.7, validation: 0.2, test: 0.1, folds: {count: 2, test: 1d}}\ntraining: {refit: pinned}`,
      5,
      'training.refit',
      /^(?!.*made anew.*made anew).*horizons and folds are made anew/s,
      /target without horizons and split without folds/,
    ],
    [
      'means of words where nothing is predicted',
      `${base}entity: meter\nencodings:\n  target: {columns: [meter]}`,
      5,
      'encodings.target',
      /is the mean of what is predicted, and target names nothing/,
      /write target, or encodings.count/,
    ],
    [
      'numbers in place of words',
      `${base}entity: meter\nencodings: {count: {columns: [kw]}}`,
      4,
      'encodings.count.columns[0]',
      /'kw' has numbers, and no words/,
      /write one of meter/,
    ],
    [
      'one word by both of its names',
      `${base}categories: {Tarif A: {vocabulary: [day, night]}}\nencodings: {count: {columns: [Tarif A, Tarif_A]}}`,
      4,
      'encodings.count.columns[1]',
      /Tarif_A is named twice/,
      /remove one of the two/,
    ],
    [
      'words that nobody has',
      `${base}calendar: {fields: [Hour]}\nencodings: {count: {columns: [Hour, Minute]}}`,
      4,
      'encodings.count.columns[1]',
      /'Minute' is no entity, no category and no whole number of the calendar/,
      /write one of Hour/,
    ],
    [
      'an average of words',
      `${base}categories: {state: {vocabulary: [on], aggregate: mean}}\nencodings: {count: {columns: [state]}}`,
      4,
      'encodings.count.columns[0]',
      /the mean of an interval’s words of 'state' is no word/,
      /categories.state.aggregate: first or last/,
    ],
    [
      'words that are known too late',
      `${base}target: [kw_mean]\ncategories: {state: {vocabulary: [on]}}\nencodings: {target: {columns: [state]}}`,
      5,
      'encodings.target.columns[0]',
      /'state' is known once its interval is over/,
      /categories.state.known: future or static/,
    ],
    [
      'split dates out of order',
      `${base}split: {validationFrom: 2017-11-01, testFrom: 2017-10-01}`,
      3,
      'split.testFrom',
      /before validationFrom/,
      /./,
    ],
    [
      'a date that is none',
      `${base}split: {validationFrom: 2017-02-30, testFrom: 2017-10-01}`,
      3,
      'split.validationFrom',
      /must be a time such as .*, or be a date such as/,
      /./,
    ],
    [
      'fractions that are not a whole',
      `${base}split: {train: 0.7, validation: 0.2, test: 0.2}`,
      3,
      'split',
      /must add up to 1/,
      /./,
    ],
    [
      'a fraction misspelt',
      `${base}split: {train: 0.7, validation: 0.2, tests: 0.1}`,
      3,
      'split.tests',
      /did you mean test\?/,
      /write test/,
    ],
    [
      'lag columns of a wrong type',
      `${base}lags: {columns: some}`,
      3,
      'lags.columns',
      /must be all, or be a list; is 'some'/,
      /./,
    ],
    ['a range of no kind', `${base}scaling: {range: [0, 2]}`, 3, 'scaling.range[1]', /must be 1; is 2/, /./],
    [
      'holidays of no country',
      `${base}calendar: {fields: [IsHoliday]}`,
      3,
      'calendar.fields',
      /whose holidays/,
      /country/,
    ],
    ['a list', '- a\n- b', 1, '', /must be a map/, /time:/],
    ['an empty document', '# nothing\n', 1, '', /is empty/, /preset/],
    [
      'an odd column name',
      'time: {column: at}\nvalues:\n  "a.b c": {min: low}',
      3,
      'values["a.b c"].min',
      /must be a number; is 'low'/,
      /./,
    ],
  ];
  test.each(cases)('%s', (_why, text, line, key, message, remedy) => {
    const error = refusal(text);
    expect(error.code).toBe('SPEC_INVALID');
    const problem = error.problems.find((candidate) => candidate.key === key);
    expect(problem, error.message).toBeDefined();
    expect(problem?.line).toBe(line);
    expect(problem?.message).toMatch(message);
    expect(problem?.remedy).toMatch(remedy);
    expect(error.message).toContain(`wattline.yaml:${line} ${key}`);
  });

  test('names every problem, in the order of lines', () => {
    const error = refusal(`${base}grid: x\nnaming: y\ncolour: z\n`);
    expect(error.problems.map(({ line, key }) => `${line} ${key}`)).toEqual([
      '3 grid',
      '4 naming',
      '5 colour',
    ]);
    expect(error.message.split('\n')).toHaveLength(3);
  });
});

test('several columns name an entity together, as a list or in one name', () => {
  const of = (entity: string) =>
    parseSpec(`time: { column: t }\nentity: ${entity}\nvalues: { v: {} }\n`, { file: 'wattline.yaml' })
      .entity;
  expect(of('[site, device]')).toBe('site + device');
  expect(of('site + device')).toBe('site + device');
  expect(() => of('[site, t]')).toThrow(/t.* is the time column already/);
});
