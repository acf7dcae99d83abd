import { familySchemas } from '@wattline/features';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { specJsonSchema } from './index.ts';
import { knownKeysAt } from './json-schema.ts';

describe('the JSON Schema', () => {
  test('describes the key of every family', () => {
    const { properties = {} } = specJsonSchema();
    for (const [key, schema] of Object.entries(familySchemas)) {
      const { $schema: _, ...described } = z.toJSONSchema(schema, { io: 'input' });
      expect(properties[key], key).toEqual(described);
    }
  });

  test('asks for time and values only where no preset gives them, and without times for whose rows they are', () => {
    expect(specJsonSchema()).toMatchObject({
      anyOf: [
        { required: ['preset'] },
        { required: ['time', 'values'], properties: { time: { required: ['column'] } } },
        { required: ['time', 'entity'], properties: { time: { const: 'none' } } },
      ],
    });
    expect(specJsonSchema().required).toBeUndefined();
  });
});

describe('knownKeysAt', () => {
  test.each([
    [[], 'lags'],
    [[], 'preset'],
    [['lags'], 'by'],
    [['values', 'any'], 'truncate'],
    [['split'], 'validationFrom'],
    [['calendar', 'holidays'], 'country'],
  ])('%j knows %s', (path, key) => {
    expect(knownKeysAt(path)).toContain(key);
  });

  test('any name may be a value', () => {
    expect(knownKeysAt(['values'])).toBeUndefined();
  });
});
