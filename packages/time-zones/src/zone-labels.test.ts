import { expect, test } from 'vitest';
import { zoneLabels } from './zone-labels.ts';

const DAY_MS = 86_400_000;
const berlin = zoneLabels('Europe/Berlin');

test('instants are read in the zone of the data, summer time included', () => {
  expect(berlin.instant(Date.parse('2026-01-15T12:00:00Z'))).toBe('15 Jan 2026, 13:00');
  expect(berlin.instant(Date.parse('2026-07-15T12:00:00Z'))).toBe('15 Jul 2026, 14:00');
});

test('ticks show hours, days, months or years, by the span of the axis', () => {
  const at = (instant: string, days: number) => berlin.tick(Date.parse(instant), days * DAY_MS);
  expect(at('2026-03-02T06:00:00Z', 1)).toBe('07:00');
  expect(at('2026-03-02T00:00:00Z', 1)).toBe('2 Mar\n01:00');
  expect(at('2026-03-01T23:00:00Z', 1)).toBe('2 Mar');
  expect(at('2026-03-02T00:00:00Z', 30)).toBe('2 Mar');
  expect(at('2026-03-01T00:00:00Z', 300)).toBe('Mar');
  expect(at('2026-01-01T00:00:00Z', 900)).toBe('2026');
});

test('an unknown zone is read as UTC', () => {
  expect(zoneLabels('Atlantis/Capital').instant(0)).toBe('1 Jan 1970, 00:00');
});

test('a fixed offset is a zone', () => {
  const india = zoneLabels('+05:30');
  expect(india.instant(Date.parse('2026-01-01T20:00:00Z'))).toBe('2 Jan 2026, 01:30');
  expect(india.tick(Date.parse('2026-01-01T18:30:00Z'), DAY_MS)).toBe('2 Jan');
  expect(zoneLabels('-03:00').instant(Date.parse('2026-01-01T02:00:00Z'))).toBe('31 Dec 2025, 23:00');
});
