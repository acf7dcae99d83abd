import { describe, expect, test } from 'vitest';
import { formatSpec, isTimeless, parseSpec, SpecError, specJsonSchema } from './index.ts';

const parse = (text: string) => parseSpec(text, { file: 'wattline.yaml' });
const problemsOf = (text: string) => {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof SpecError) return error.problems;
    throw error;
  }
  return [];
};

describe('time: none', () => {
  const spec = parse(`time: none
entity: meter
values: { floor_area: { unit: m2, min: 1 } }
categories: { use: { vocabulary: [office, school], encode: ordinal } }
sameKey: replace
`);

  test('is a row for each entity, of which no series is made', () => {
    expect(isTimeless(spec)).toBe(true);
    expect(spec).toMatchObject({
      time: { column: [] },
      grid: 'observed',
      lags: { by: [] },
      calendar: { fields: [] },
      coverage: false,
      scaling: { method: 'none' },
      values: { floor_area: { aggregate: ['last'], known: 'static', unit: 'm2', min: 1 } },
      categories: { use: { known: 'static', encode: 'ordinal' } },
    });
    expect(isTimeless(parse('time: { column: t }\nvalues: { v: {} }'))).toBe(false);
  });

  test('leaves open what the columns are', () => {
    expect(parse('time: none\nentity: meter')).toMatchObject({ values: {}, categories: {} });
  });

  test('is written as briefly as it is read', () => {
    const text = formatSpec(spec);
    const lines = text.split('\n').filter((line) => !line.trim().startsWith('#') && line.trim() !== '');
    expect(lines).toEqual([
      'time: none',
      'entity: meter',
      'categories:',
      '  use:',
      '    vocabulary: [office, school]',
      '    encode: ordinal',
      'values:',
      '  floor_area:',
      '    min: 1',
      '    unit: m2',
      'sameKey: replace',
    ]);
    expect(parse(text)).toEqual(spec);
    const open = parse('time: none\nentity: meter');
    expect(parse(formatSpec(open))).toEqual(open);
  });

  test('is written back as it was used', () => {
    const { time, partition, ...rest } = spec;
    const used = {
      ...rest,
      time: { ...time, format: 'iso', cadence: '1d' },
      partition: { ...partition, entityBuckets: 4 },
    };
    expect(formatSpec(used)).toContain('entityBuckets: 4');
    expect(parse(formatSpec(used))).toEqual(used);
  });

  test.each([
    ['partition: { period: month }', 'partition.period'],
    ['lags: { by: [1h] }', 'lags'],
    ['calendar: { fields: [Hour] }', 'calendar'],
    ['split: { train: 0.7, validation: 0.15, test: 0.15 }', 'split'],
    ['target: [area]', 'target'],
    ['interval: 1h', 'interval'],
    ['preset: power-consumption', 'preset'],
    ['values: { area: { aggregate: [mean] } }', 'values.area.aggregate'],
    ['categories: { use: { vocabulary: [a], known: past } }', 'categories.use.known'],
  ])('refuses what needs times: %s', (line, key) => {
    const [problem] = problemsOf(`time: none\nentity: meter\n${line}\n`);
    expect(problem).toMatchObject({ key, line: 3, remedy: `remove ${key}` });
  });

  test('asks whose rows they are', () => {
    expect(problemsOf('time: none\nvalues: { area: {} }')).toMatchObject([
      { key: 'entity', remedy: expect.stringContaining('entity: meter') },
    ]);
    const still = 'calendar: { fields: [] }\nlags: { by: [] }\n';
    for (const rest of ['', still])
      expect(problemsOf(`time: { column: [] }\nentity: meter\nvalues: { area: {} }\n${rest}`)).toMatchObject([
        { key: 'time.column', line: 1, remedy: 'write time: none where rows are of no time' },
      ]);
  });

  test('is in the JSON Schema, without values', () => {
    const { properties, anyOf } = specJsonSchema();
    expect(properties?.time).toMatchObject({ anyOf: [{ type: 'object' }, { const: 'none' }] });
    expect(anyOf).toContainEqual({ required: ['time', 'entity'], properties: { time: { const: 'none' } } });
  });
});
