import { clockOffsets } from '@wattline/time-zones';
import { afterEach, expect, test, vi } from 'vitest';
import { clockOf } from './clock.ts';

const YEAR = 365.2425 * 86_400_000;

afterEach(() => {
  vi.restoreAllMocks();
});

const zones = [
  'Europe/Paris',
  'America/Havana',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Pacific/Apia',
  '-03:30',
];

test.each(zones)('%s: offsets are those of the zone, wherever a span begins', (zone) => {
  const clock = clockOf(zone);
  for (const year of [1700, 1890, 1945, 1999, 2011, 2024, 2086, 2109, 2110, 2511, 9990]) {
    const from = Date.UTC(year, 6, 15, 7);
    const to = from + 2 * YEAR;
    const [first, ...others] = clockOffsets(zone, from, to);
    expect(clock.offsets(from, to), String(year)).toEqual([{ ...first, from }, ...others]);
    expect(clock.toLocal(to) - to).toBe(clock.offsets(to, to)[0]?.offset);
  }
});

test('local times are none, one or two instants, in far years too', () => {
  const at = (zone: string, local: string): string[] =>
    clockOf(zone)
      .instantsOf(Date.parse(`${local}Z`))
      .map((instant) => new Date(instant).toISOString().slice(0, 16));
  expect(at('Europe/Paris', '2024-03-31T02:30')).toEqual([]);
  expect(at('Europe/Paris', '2024-10-27T02:30')).toEqual(['2024-10-27T00:30', '2024-10-27T01:30']);
  expect(at('Europe/Paris', '2424-10-27T02:30')).toEqual(['2424-10-27T00:30', '2424-10-27T01:30']);
  expect(at('Europe/Paris', '8824-03-31T02:30')).toEqual([]);
  expect(at('-03:30', '8824-03-31T02:30')).toEqual(['8824-03-31T06:00']);
});

test('clocks of a zone are made once, and a far year is not walked to', () => {
  const format = vi.spyOn(Intl.DateTimeFormat.prototype, 'formatToParts');
  const clock = clockOf('America/Lima');
  expect(clockOf('America/Lima')).toBe(clock);
  clock.instantsOf(Date.UTC(2024, 0, 1));
  clock.instantsOf(Date.UTC(9998, 0, 1));
  clock.instantsOf(Date.UTC(150, 0, 1));
  const asked = format.mock.calls.length;
  expect(asked).toBeLessThan(1_000);
  clockOf('America/Lima').toLocal(Date.UTC(9998, 0, 1));
  clock.toLocal(Date.UTC(2024, 0, 1));
  expect(format.mock.calls.length).toBe(asked);
});
