import { expect, test } from 'vitest';
import type { ReportSeries } from '../src/report-content.ts';
import { reportContent } from '../src/testing/report-content.ts';
import { seriesData, seriesNote } from './series-data.ts';

const HOUR_MS = 3_600_000;
const whole: ReportSeries = {
  entity: 'pump',
  fromMs: 0,
  stepMs: HOUR_MS,
  columns: [
    { name: 'load_mean', mean: [1, null, 3] },
    { name: 'flow_mean', mean: [4, 5, 6] },
  ],
};
const thinned = (stepMs: number): ReportSeries => ({
  ...whole,
  stepMs,
  columns: [{ name: 'load_mean', mean: [2], min: [1], max: [3] }],
});

test('a column has the unit of what it was made of, and shares the panel of that', () => {
  const column = (name: string, source: string) => ({
    name,
    source,
    kind: 'value',
    role: 'feature',
    from: '',
  });
  const { profile, features } = reportContent();
  const load = { name: 'load', kind: 'numeric', unit: 'kW' } as (typeof profile.values)[number];
  const data = seriesData(whole, {
    profile: { ...profile, values: [load], zone: 'Africa/Casablanca' },
    features: { ...features, columns: [column('load_mean', 'load'), column('flow_mean', 'flow')] },
  });
  expect(data).toEqual({
    entity: 'pump',
    zone: 'Africa/Casablanca',
    stepMs: HOUR_MS,
    time: [0, HOUR_MS, 2 * HOUR_MS],
    columns: [
      { name: 'load_mean', mean: [1, null, 3], unit: 'kW', panel: 'kW' },
      { name: 'flow_mean', mean: [4, 5, 6], unit: undefined, panel: 'flow' },
    ],
  });
});

test('a note says whose values they are only where there are others', () => {
  expect(seriesNote(whole, 1)).toBe('A point is one row, of 1h.');
  expect(seriesNote(whole, 1_200)).toBe('Of pump, the first of 1,200 entities. A point is one row, of 1h.');
});

test.each([
  [14 * 24 * HOUR_MS, '14d'],
  [6 * HOUR_MS, '6h'],
  [90 * 60_000, '90m'],
  [45_000, '45s'],
])('a step of %i ms reads %s', (stepMs, text) => {
  expect(seriesNote(thinned(stepMs), 1)).toBe(
    `A point is the mean of ${text}, the band goes from the least to the greatest value.`,
  );
});
