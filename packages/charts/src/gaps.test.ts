import { expect, test } from 'vitest';
import { describeGapTimeline, gapEntities, gapTimelineChart } from './gap-timeline.ts';
import { describeMissingByEntity, missingByEntityChart } from './missing-by-entity.ts';
import { lightTheme } from './theme.ts';

const gaps = {
  cadence: '1h',
  count: 3,
  missing: 31,
  longest: [
    { entity: 'b', from: '2026-01-02T00:00:00.000Z', to: '2026-01-03T02:00:00.000Z', missing: 25 },
    { entity: 'a', from: '2026-01-05T00:00:00.000Z', to: '2026-01-05T06:00:00.000Z', missing: 5 },
  ],
  entities: [
    { entity: 'b', gaps: 1, missing: 25, longest: 25 },
    { entity: 'a', gaps: 2, missing: 6, longest: 5 },
  ],
};
const profile = {
  from: '2026-01-01T00:00:00.000Z',
  to: '2026-01-31T00:00:00.000Z',
  zone: 'Europe/Berlin',
  gaps,
};

test('each gap lies where it is in time, in the row of its entity', () => {
  const option = gapTimelineChart(profile, lightTheme);
  expect(gapEntities(profile)).toEqual(['b', 'a']);
  expect(option).toMatchObject({
    xAxis: { min: Date.parse(profile.from), max: Date.parse(profile.to) },
    series: [
      {
        data: [
          [Date.parse('2026-01-02T00:00:00Z'), Date.parse('2026-01-03T02:00:00Z'), 0],
          [Date.parse('2026-01-05T00:00:00Z'), Date.parse('2026-01-05T06:00:00Z'), 1],
        ],
      },
    ],
  });
});

test('words say how many, the longest, and in which zone', () => {
  expect(describeGapTimeline(profile)).toBe(
    '31 readings missing in 3 gaps, at one reading every 1h. Longest: 25 of b, between 2 Jan 2026, 01:00 and 3 Jan 2026, 03:00 (Europe/Berlin). The 2 longest of them are shown.',
  );
  const none = { ...gaps, count: 0, missing: 0, longest: [], entities: [] };
  expect(describeGapTimeline({ ...profile, gaps: none })).toBe('No gaps: a reading every 1h.');
  expect(describeMissingByEntity(none)).toBe('No entity misses a reading.');
});

test('entities are bars of what they miss', () => {
  expect(missingByEntityChart(gaps, lightTheme)).toMatchObject({
    yAxis: { data: ['b', 'a'] },
    series: [{ data: [25, 6] }],
  });
  expect(describeMissingByEntity(gaps)).toContain('Most: b, 25 in 1 gap.');
});
