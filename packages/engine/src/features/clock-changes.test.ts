import { clockOffsets as byRuntime } from '@wattline/time-zones';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import '../polars/index.ts';
import { clockOffsets } from './clock-changes.ts';

const zones = [
  'Africa/Casablanca',
  'America/New_York',
  'Antarctica/Troll',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Europe/Berlin',
  'Europe/London',
  'Pacific/Apia',
  'UTC',
  '+05:30',
];

test.each(zones)('the runtime and Polars know the same changes of clocks: %s', (zone) => {
  // Later, one of the two may know a law that the other does not.
  const [from, to] = [Date.UTC(1990, 4, 3, 7, 11), Date.UTC(2026, 0, 1)];
  expect(byRuntime(zone, from, to)).toEqual(clockOffsets(zone, from, to));
});

test('spans that were asked for before change nothing, whatever years they share', () => {
  const [first, last] = [Date.UTC(1994, 11, 30), Date.UTC(2025, 0, 2)];
  const instant = fc.integer({ min: first / 60_000, max: last / 60_000 }).map((minutes) => minutes * 60_000);
  const nearNewYear = fc
    .tuple(fc.integer({ min: 1995, max: 2024 }), fc.integer({ min: -2_880, max: 2_880 }))
    .map(([year, minutes]) => Date.UTC(year, 0, 1) + minutes * 60_000);
  const either = fc.oneof(instant, nearNewYear);
  fc.assert(
    fc.property(fc.constantFrom(...zones), either, either, (zone, a, b) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      expect(clockOffsets(zone, from, to)).toEqual(byRuntime(zone, from, to));
    }),
    { numRuns: 100, examples: [['Pacific/Apia', Date.UTC(2011, 11, 30), Date.UTC(2012, 0, 1)]] },
  );
});
