import { expect, test } from 'vitest';
import { zonedClock } from './zoned-clock.ts';

const DAY_MS = 86_400_000;
const berlin = zonedClock('Europe/Berlin');

test('instants are told in the zone of the data, summer time included', () => {
  expect(berlin.instant(Date.parse('2026-01-15T12:00:00Z'))).toBe('15 Jan 2026, 13:00');
  expect(berlin.instant(Date.parse('2026-07-15T12:00:00Z'))).toBe('15 Jul 2026, 14:00');
});

test('a tick tells hours where hours are seen, and days, months and years where those are', () => {
  const at = (instant: string, days: number) => berlin.tick(Date.parse(instant), days * DAY_MS);
  expect(at('2026-03-02T06:00:00Z', 1)).toBe('07:00');
  expect(at('2026-03-02T00:00:00Z', 1)).toBe('2 Mar\n01:00');
  expect(at('2026-03-01T23:00:00Z', 1)).toBe('2 Mar');
  expect(at('2026-03-02T00:00:00Z', 30)).toBe('2 Mar');
  expect(at('2026-03-01T00:00:00Z', 300)).toBe('Mar');
  expect(at('2026-01-01T00:00:00Z', 900)).toBe('2026');
});

test('a zone that nobody knows is read as UTC', () => {
  expect(zonedClock('Atlantis/Capital').instant(0)).toBe('1 Jan 1970, 00:00');
});

test('a fixed offset is a zone', () => {
  const india = zonedClock('+05:30');
  expect(india.instant(Date.parse('2026-01-01T20:00:00Z'))).toBe('2 Jan 2026, 01:30');
  expect(india.tick(Date.parse('2026-01-01T18:30:00Z'), DAY_MS)).toBe('2 Jan');
  expect(zonedClock('-03:00').instant(Date.parse('2026-01-01T02:00:00Z'))).toBe('31 Dec 2025, 23:00');
});
