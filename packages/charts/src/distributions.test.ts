import { expect, test } from 'vitest';
import { categoryBarsChart, describeCategoryBars } from './category-bars.ts';
import { completenessChart, describeCompleteness } from './completeness.ts';
import { describeHistogram, histogramChart } from './histogram.ts';
import { valueProfile } from './testing/value-profile.ts';
import { darkTheme, lightTheme } from './theme.ts';

const series = (option: object): { name?: string; data: unknown[] }[] =>
  (option as { series: { data: unknown[] }[] }).series;

test('a histogram has its bins side by side, and the median', () => {
  const option = histogramChart(valueProfile(), lightTheme);
  expect(series(option)[0]?.data).toEqual([
    [0, 10, 100],
    [10, 20, 400],
    [20, 30, 390],
    [30, 40, 100],
  ]);
  expect(option).toMatchObject({
    series: [{ markLine: { data: [{ xAxis: 17.5 }] } }],
  });
  expect(describeHistogram(valueProfile())).toBe(
    'Distribution of load, from 0 kW to 40 kW. Half of all values lie between 10 kW and 25 kW; the median is 17.5 kW.',
  );
});

test('a histogram of one value has one bar, and of none has none', () => {
  const constant = valueProfile({ histogram: { from: 3, to: 3, counts: [990] } });
  expect(series(histogramChart(constant, lightTheme))[0]?.data).toEqual([[3, 3, 990]]);
  const none = valueProfile({ min: null, max: null, histogram: null, quantiles: null });
  expect(series(histogramChart(none, lightTheme))[0]?.data).toEqual([]);
  expect(describeHistogram(none)).toBe('load has no values.');
});

test('categories are bars, the most frequent first, at most twenty', () => {
  const values = Array.from({ length: 30 }, (_, i) => ({ value: `kind ${i}`, count: 100 - i }));
  const column = { name: 'kind', kind: 'categorical' as const, count: 2_000, nulls: 0, distinct: 41, values };
  const option = categoryBarsChart(column, darkTheme);
  expect(series(option)[0]?.data).toEqual(values.slice(0, 20).map(({ count }) => count));
  expect(describeCategoryBars(column)).toBe(
    'kind has 41 distinct values. Most frequent: kind 0 (5%). The 20 most frequent are shown.',
  );
  expect(describeCategoryBars({ ...column, distinct: 0, values: [] })).toBe('kind has no values.');
});

test('completeness counts gaps as values that are not there', () => {
  const gaps = { cadence: '1h', count: 1, missing: 1_000, longest: [], entities: [] };
  const profile = { values: [valueProfile()], categories: [], gaps };
  expect(series(completenessChart(profile, lightTheme)).map(({ name, data }) => [name, data])).toEqual([
    ['present', [0.495]],
    ['empty', [0.005]],
    ['in gaps', [0.5]],
  ]);
  expect(describeCompleteness(profile)).toContain('Least complete: load, 49.5%.');
  expect(describeCompleteness({ values: [valueProfile({ nulls: 0 })], categories: [] })).toBe(
    'Every column is complete.',
  );
});
