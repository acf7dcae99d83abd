import { expect, test } from 'vitest';
import { correlatedColumns, correlationsChart, describeCorrelations } from './correlations.ts';
import { lightTheme } from './theme.ts';

const profile = {
  correlations: [
    { a: 'load', b: 'heat', r: -0.81 },
    { a: 'load', b: 'flat', r: null },
    { a: 'heat', b: 'flat', r: null },
    { a: 'load', b: 'wind', r: 0.4 },
  ],
};

test('each pair is drawn twice, and a column that does not vary not at all', () => {
  const option = correlationsChart(profile, lightTheme) as { series: { data: unknown[] }[] };
  expect(correlatedColumns(profile)).toEqual(['load', 'heat', 'flat', 'wind']);
  expect(option.series[0]?.data).toEqual([
    [0, 1, -0.81],
    [1, 0, -0.81],
    [0, 3, 0.4],
    [3, 0, 0.4],
  ]);
});

test('numbers are in the cells where there is room', () => {
  const shown = (widthPx?: number) => correlationsChart(profile, lightTheme, widthPx);
  expect(shown()).toMatchObject({ series: [{ label: { show: true } }] });
  expect(shown(600)).toMatchObject({ series: [{ label: { show: true } }] });
  expect(shown(280)).toMatchObject({ series: [{ label: { show: false } }] });
});

test('words name the strongest first', () => {
  expect(describeCorrelations(profile)).toBe(
    'Correlation of 2 pairs of columns. Strongest: load and heat, -0.81; load and wind, 0.40.',
  );
  expect(describeCorrelations({ correlations: [] })).toBe('No two columns vary together.');
});

test('a long name keeps both of its ends', () => {
  const { yAxis } = correlationsChart(profile, lightTheme);
  const { formatter } = (yAxis as { axisLabel: { formatter: (name: string) => string } }).axisLabel;
  expect(formatter('PowerConsumption_Zone1')).toBe('PowerCo…_Zone1');
  expect(formatter('load')).toBe('load');
});
