import { expect, test } from 'vitest';
import { seriesChart, seriesHeightPx } from './series.ts';
import { type SeriesData, seriesPanels } from './series-data.ts';
import { describeSeries } from './series-text.ts';
import { lightTheme } from './theme.ts';

const HOUR_MS = 3_600_000;
const data: SeriesData = {
  entity: 'plant-7',
  zone: 'UTC',
  stepMs: HOUR_MS,
  time: [0, HOUR_MS, 2 * HOUR_MS],
  columns: [
    { name: 'load', unit: 'kW', mean: [10, null, 12], min: [-8, null, 11], max: [11, null, 15] },
    { name: 'load_lag24h', unit: 'kW', mean: [9, 10, 11] },
    { name: 'heat', unit: '°C', mean: [1, 2, 3] },
  ],
};

const seriesOf = (option: object) =>
  (option as { series: { id: string; data: unknown; xAxisIndex: number }[] }).series;

test('columns of one unit share a panel', () => {
  expect(seriesPanels(data)).toEqual(['kW', '°C']);
  const lines = seriesOf(seriesChart(data, lightTheme));
  expect(lines.map(({ id, xAxisIndex }) => [id, xAxisIndex])).toEqual([
    ['load least', 0],
    ['load most', 0],
    ['load', 0],
    ['load_lag24h', 0],
    ['heat', 1],
  ]);
});

test('a step without values is a gap, and the band goes from least to most, below zero too', () => {
  const [least, most, mean] = seriesOf(seriesChart(data, lightTheme));
  expect(mean?.data).toEqual([
    [0, 10],
    [HOUR_MS, null],
    [2 * HOUR_MS, 12],
  ]);
  expect(least).toMatchObject({
    stackStrategy: 'all',
    data: [
      [0, -8],
      [HOUR_MS, null],
      [2 * HOUR_MS, 11],
    ],
  });
  expect(most?.data).toEqual([
    [0, 19],
    [HOUR_MS, null],
    [2 * HOUR_MS, 4],
  ]);
});

test('a zoom is kept', () => {
  const zoom = { from: 0, to: HOUR_MS };
  expect(seriesChart({ ...data, zoom }, lightTheme)).toMatchObject({
    dataZoom: [
      { id: 'zoom-inside', startValue: 0, endValue: HOUR_MS },
      { id: 'zoom-slider', startValue: 0, endValue: HOUR_MS },
    ],
  });
});

test('a tooltip has every column, its band and the gaps', () => {
  const { tooltip } = seriesChart(data, lightTheme);
  const { formatter, renderMode } = tooltip as { formatter: (params: unknown) => string; renderMode: string };
  expect(renderMode).toBe('richText');
  expect(formatter([{ dataIndex: 0 }])).toBe(
    '1 Jan 1970, 00:00 (UTC)\nload: 10 kW (-8 to 11)\nload_lag24h: 9 kW\nheat: 1 °C',
  );
  expect(formatter([{ dataIndex: 1 }])).toContain('load: no value');
});

test('words name the span and the extremes', () => {
  expect(describeSeries(data)).toBe(
    'plant-7, from 1 Jan 1970, 00:00 to 1 Jan 1970, 02:00 (UTC). load: between -8 kW and 15 kW. load_lag24h: between 9 kW and 11 kW. heat: between 1 °C and 3 °C.',
  );
  expect(describeSeries({ ...data, time: [], columns: [] })).toBe('No values of plant-7 in this span.');
});

test('panels are below each other, between legend and slider', () => {
  const { grid } = seriesChart(data, lightTheme) as { grid: { top: string; height: string }[] };
  const px = (text = '') => (Number.parseFloat(text) / 100) * seriesHeightPx(2);
  expect(px(grid[0]?.top)).toBeCloseTo(56, 0);
  expect(px(grid[1]?.top)).toBeGreaterThan(px(grid[0]?.top) + px(grid[0]?.height));
  expect(px(grid[1]?.top) + px(grid[1]?.height)).toBeCloseTo(seriesHeightPx(2) - 72, 0);
});
