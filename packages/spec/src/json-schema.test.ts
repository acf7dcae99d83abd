import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { specJsonSchema } from './index.ts';
import { knownKeysAt } from './json-schema.ts';

describe('the JSON Schema', () => {
  test('that editors read is current: else npm run schema --workspace packages/spec', () => {
    const committed: unknown = JSON.parse(
      readFileSync(new URL('../wattline.schema.json', import.meta.url), 'utf8'),
    );
    expect(committed).toEqual(specJsonSchema());
  });

  test('asks for time and values only where no preset gives them', () => {
    expect(specJsonSchema()).toMatchObject({
      anyOf: [
        { required: ['preset'] },
        { required: ['time', 'values'], properties: { time: { required: ['column'] } } },
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
