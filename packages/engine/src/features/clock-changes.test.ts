import { clockOffsets as byRuntime } from '@wattline/time-zones';
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
