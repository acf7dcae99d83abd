import { expect, test } from 'vitest';
import { createIntervalIndex } from './interval-index.ts';

const time = { column: 'time', zone: 'Europe/Paris' } as const;
const indexOf = (interval: string, from: string, to: string) =>
  createIntervalIndex({ interval, time } as Parameters<typeof createIntervalIndex>[0], { from, to });

test('intervals are numbered by local clocks, months too', () => {
  const days = indexOf('1d', '2024-03-29T23:00:00Z', '2024-04-02T22:00:00Z');
  expect([0, 1, 2, 3, 4, 5, 9].map((index) => new Date(days.startOf(index)).toISOString())).toEqual([
    '2024-03-29T23:00:00.000Z',
    '2024-03-30T23:00:00.000Z',
    '2024-03-31T22:00:00.000Z',
    '2024-04-01T22:00:00.000Z',
    '2024-04-02T22:00:00.000Z',
    '2024-04-03T22:00:00.000Z',
    '2024-04-03T22:00:00.000Z',
  ]);
  expect(days.indexOf(Date.parse('2024-03-31T21:59:59Z'))).toBe(1);
  expect(days.indexOf(Date.parse('2020-01-01'))).toBe(0);
  expect(days.indexOf(Date.parse('2030-01-01'))).toBe(5);
  const months = indexOf('1mo', '2023-12-31T23:00:00Z', '2024-05-31T22:00:00Z');
  expect(months.indexOf(Date.parse('2024-03-31T21:59:59Z'))).toBe(2);
  expect(months.indexOf(Date.parse('2024-03-31T22:00:00Z'))).toBe(3);
  expect(new Date(months.startOf(3)).toISOString()).toBe('2024-03-31T22:00:00.000Z');
  expect(months.sql('ms')).toContain(`WHEN ms >= ${Date.parse('2024-03-31T22:00:00Z')} THEN 3 + 0`);
});
