import type { SpecText } from '@wattline/api';
import { expect, test } from 'vitest';
import { baseOf, startingBy, untouched } from './spec-draft.ts';

const file: SpecText = { text: 'own', source: 'file', etag: 'x', problems: [] };
const run: SpecText = { text: 'inferred once', source: 'run', problems: [] };
const edited = { edits: [{ column: 'a', role: 'value' as const }] };

test('a preview starts from what was written, else from the dataset’s own spec, else from the file', () => {
  expect(baseOf({ text: 'mine', edits: [] }, file)).toBe('mine');
  expect(baseOf(untouched, file)).toBe('own');
  expect(baseOf(untouched, run)).toBeUndefined();
  expect(baseOf(untouched, undefined)).toBeUndefined();
});

test('the run gets the preview’s spec where it could decide otherwise', () => {
  expect(startingBy(edited, undefined, { decidedFrom: 'whole', uploadsBefore: 0 })).toBe('saved');
  expect(startingBy({ text: 'mine', edits: [] }, file, { decidedFrom: 'whole', uploadsBefore: 0 })).toBe(
    'saved',
  );
  expect(startingBy(untouched, file, { decidedFrom: 'part', uploadsBefore: 0 })).toBe('own');
  expect(startingBy(untouched, run, { decidedFrom: 'part', uploadsBefore: 0 })).toBe('saved');
  expect(startingBy(untouched, run, { decidedFrom: 'sample', uploadsBefore: 0 })).toBe('found');
  expect(startingBy(untouched, undefined, { decidedFrom: 'whole', uploadsBefore: 0 })).toBe('found');
  expect(startingBy(untouched, undefined, undefined)).toBe('found');
  // The dataset's uploads say what its columns are.
  expect(startingBy(untouched, run, { decidedFrom: 'part', uploadsBefore: 2 })).toBe('before');
  expect(startingBy(untouched, file, { decidedFrom: 'part', uploadsBefore: 2 })).toBe('own');
  expect(startingBy(edited, run, { decidedFrom: 'whole', uploadsBefore: 2 })).toBe('saved');
});
