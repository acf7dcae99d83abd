import { expect, test } from 'vitest';
import { cadenceEvidence } from './cadence-evidence.ts';
import { joinedSteps, type SeriesSteps } from './series-steps.ts';

const MINUTE = 60_000;
const of = (minutes: number, ...names: string[]): SeriesSteps => ({
  steps: [{ ms: minutes * MINUTE, since: undefined }],
  count: names.length,
  names,
});
const said = (...ways: SeriesSteps[]): string | undefined =>
  cadenceEvidence(joinedSteps(ways), { entity: 'meter' }, 'time')[0]?.decision;

test('many series and many changes are no endless list', () => {
  expect(said(of(15, 'A', 'B'), of(60, 'F'), of(15, 'C', 'D', 'E'))).toBe(
    'a reading every 15m for A, B, C and 2 more; 1h for F',
  );
  expect(said(of(15, 'A'), of(30, 'B'), of(60, 'C'), of(5, 'D'), of(10, 'E'))).toBe(
    'a reading every 15m for A; 30m for B; 1h for C; otherwise for 2 more',
  );
  const changes = Array.from({ length: 9 }, (_, i) => ({
    ms: (i % 2 === 0 ? 15 : 30) * MINUTE,
    since: i === 0 ? undefined : Date.UTC(2024, 0, i + 1),
  }));
  expect(said({ steps: changes, count: 1, names: ['A'] })).toBe(
    'a reading every 15m until 2024-01-02 00:00 UTC, then 30m until 2024-01-03 00:00 UTC, then 15m until 2024-01-04 00:00 UTC, then 30m until 2024-01-05 00:00 UTC, and 5 more changes',
  );
  expect(said(of(15, 'A'), { steps: [], count: 700, names: [] })).toBe(
    'a reading every 15m for A; otherwise for 700 more',
  );
});
