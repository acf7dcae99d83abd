import { Spec } from '@wattline/spec';
import { expect, test } from 'vitest';
import { joinVocabularies } from './join-vocabularies.ts';

const spec = Spec.parse({
  time: { column: 't' },
  values: { v: {} },
  categories: { use: { vocabulary: ['mill', 'office'] }, kind: { vocabulary: ['a'] } },
});

test('words are those of all uploads that have them', () => {
  const uploads = [
    { columns: ['use'], vocabularies: { use: ['school', 'office'] } },
    { columns: ['use'], vocabularies: { use: ['barn'] } },
    { columns: ['use'], vocabularies: { use: [] } },
    { columns: ['v'], vocabularies: {} },
  ];
  expect([...joinVocabularies(uploads, spec)]).toEqual([['use', ['barn', 'office', 'school']]]);
});

test('an upload that was kept without its words has those of the spec that it was read by', () => {
  const uploads = [
    { columns: ['use', 'kind'], vocabularies: {} },
    { columns: ['use'], vocabularies: { use: ['barn'] } },
  ];
  // No upload found the words of 'kind': the spec says them.
  expect([...joinVocabularies(uploads, spec)]).toEqual([['use', ['barn', 'mill', 'office']]]);
});
