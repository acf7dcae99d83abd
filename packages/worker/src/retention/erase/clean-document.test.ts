import { expect, test } from 'vitest';
import { cleanDocument, cleanLines, ERASED } from './clean-document.ts';

test('texts that name a series go, the rest stays as it is', () => {
  const document = {
    run: 'M1',
    version: 'M1',
    rows: 3,
    warnings: ['gaps of M1', 'gaps of M10'],
    deletion: { entity: 'M1', rows: 4 },
    error: { code: 'X', message: 'no "M1"', place: { value: 'M1', line: 7 } },
    nothing: null,
  };
  expect(cleanDocument(document, 'M1')).toEqual({
    run: 'M1',
    version: 'M1',
    rows: 3,
    warnings: [ERASED, 'gaps of M10'],
    deletion: { entity: ERASED, rows: 4 },
    error: { code: 'X', message: ERASED, place: { value: ERASED, line: 7 } },
    nothing: null,
  });
});

test('what was known of a file, and zones by series, lose it; columns and words stay', () => {
  const facts = {
    constants: { meter: 'M1', site: 'north' },
    header: ['M1', 'M10'],
    vocabularies: { kind: ['M1'] },
    zones: { entities: { M1: 'UTC', M10: 'UTC' } },
  };
  expect(cleanDocument(facts, 'M1')).toEqual({
    constants: { site: 'north' },
    header: [ERASED, 'M10'],
    vocabularies: { kind: ['M1'] },
    zones: { entities: { M10: 'UTC' } },
  });
});

test('lines that name it go, escaped too', () => {
  expect(cleanLines('{"a":"M1"}\n{"a":"M10"}\n', 'M1')).toBe('{"a":"M10"}\n');
  expect(cleanLines('{"a":"x\\"y"}\n', 'x"y')).toBe('');
});
