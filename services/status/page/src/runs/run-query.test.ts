import { expect, test } from 'vitest';
import { readRunQuery, runQueryUrl } from './run-query.ts';

test('filters stand in the address and are read back from it', () => {
  const query = {
    dataset: 'a & b',
    status: ['sealed', 'failed'] as const,
    q: 'ü?',
    cursor: 'abc=',
    page: 3,
  };
  expect(readRunQuery(runQueryUrl(query))).toEqual(query);
});

test('an address that somebody made up asks for the first page of all runs', () => {
  expect(readRunQuery('/runs?status=best&page=-1')).toEqual({
    dataset: '',
    status: [],
    q: '',
    cursor: undefined,
    page: 1,
  });
});
