import { expect, test } from 'vitest';
import { fromLocalMs, toLocalMs } from './local-time.ts';

const ms = (text: string): number => Date.parse(`${text}Z`);
const clock = (zone: string, instant: string): string => new Date(toLocalMs(zone, ms(instant))).toISOString();
const instant = (zone: string, local: string): string => new Date(fromLocalMs(zone, ms(local))).toISOString();

test('local clocks change with summer time, and by half an hour on Lord Howe Island', () => {
  expect(clock('Europe/Paris', '2024-03-31T00:59')).toBe('2024-03-31T01:59:00.000Z');
  expect(clock('Europe/Paris', '2024-03-31T01:00')).toBe('2024-03-31T03:00:00.000Z');
  expect(clock('Australia/Lord_Howe', '2024-04-06T14:59')).toBe('2024-04-07T01:59:00.000Z');
  expect(clock('Australia/Lord_Howe', '2024-04-06T15:00')).toBe('2024-04-07T01:30:00.000Z');
  expect(clock('Asia/Kathmandu', '2024-01-01T00:00')).toBe('2024-01-01T05:45:00.000Z');
});

test('an offset may have seconds', () => {
  expect(clock('Africa/Monrovia', '1970-06-01T00:00')).toBe('1970-05-31T23:15:30.000Z');
});

test('a fixed offset and UTC never change', () => {
  expect(clock('-03:30', '2024-07-01T00:00')).toBe('2024-06-30T20:30:00.000Z');
  expect(clock('UTC', '2024-07-01T00:00')).toBe('2024-07-01T00:00:00.000Z');
  expect(instant('+05:30', '2024-07-01T00:00')).toBe('2024-06-30T18:30:00.000Z');
});

test('of two instants with one local time it is the earlier; one that clocks skip lies as far after the gap', () => {
  expect(instant('Europe/Paris', '2024-10-27T02:30')).toBe('2024-10-27T00:30:00.000Z');
  expect(instant('Europe/Paris', '2024-03-31T02:30')).toBe('2024-03-31T01:30:00.000Z');
  expect(instant('Europe/Paris', '2024-07-01T00:00')).toBe('2024-06-30T22:00:00.000Z');
  // Samoa skipped a whole day.
  expect(instant('Pacific/Apia', '2011-12-30T12:00')).toBe('2011-12-30T22:00:00.000Z');
});
