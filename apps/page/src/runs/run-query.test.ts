import { expect, test } from 'vitest';
import { readRunQuery, runFilter, runQueryUrl } from './run-query.ts';

test('filters are in the address and are read back from it', () => {
  const query = {
    dataset: 'a & b',
    status: ['sealed', 'failed'] as const,
    q: 'ü?',
    since: '2026-11-01',
    until: '2026-11-24',
    cursor: 'abc=',
    page: 3,
  };
  expect(readRunQuery(runQueryUrl(query))).toEqual(query);
});

test('an address that somebody made up asks for the first page of all runs', () => {
  expect(readRunQuery('/runs?status=best&page=-1&since=soon')).toEqual({
    dataset: '',
    status: [],
    q: '',
    since: '',
    until: '',
    cursor: undefined,
    page: 1,
  });
});

test('a last day is a whole day', () => {
  const query = readRunQuery('/runs?since=2026-11-24&until=2026-11-24');
  const { since = '', until = '' } = runFilter(query, 50);
  expect(Date.parse(until) - Date.parse(since)).toBe(86_400_000);
});
