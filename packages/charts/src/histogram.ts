import type { ValueProfile } from '@wattline/engine/profile';
import type { EChartsOption } from 'echarts';
import { chartFrame, pointedIndex, tooltip, valueAxis } from './frame.ts';
import { count, quantity, share } from './quantity.ts';
import type { ChartTheme } from './theme.ts';

type Distribution = Pick<ValueProfile, 'name' | 'unit' | 'histogram' | 'quantiles' | 'min' | 'max'>;

interface Bin {
  readonly from: number;
  readonly to: number;
  readonly readings: number;
}

const binsOf = ({ histogram }: Distribution): Bin[] => {
  if (histogram === null) return [];
  const { from, to, counts } = histogram;
  const width = (to - from) / counts.length;
  return counts.map((readings, i) => ({ from: from + i * width, to: from + (i + 1) * width, readings }));
};

/** How often values occur: one bar a bin, side by side, with the median marked. */
export const histogramChart = (column: Distribution, theme: ChartTheme): EChartsOption => {
  const { unit, quantiles } = column;
  const bins = binsOf(column);
  const total = bins.reduce((sum, { readings }) => sum + readings, 0);
  return {
    ...chartFrame(theme),
    grid: { left: 4, right: 16, top: 26, bottom: 4, outerBoundsMode: 'same' },
    tooltip: {
      ...tooltip(theme),
      trigger: 'item',
      formatter: (params: unknown) => {
        const bin = bins[pointedIndex(params) ?? -1];
        if (bin === undefined) return '';
        return `${quantity(bin.from)} to ${quantity(bin.to, unit)}\n${count(bin.readings)} readings (${share(bin.readings / total)})`;
      },
    },
    xAxis: {
      ...valueAxis(theme),
      ...(unit !== undefined && {
        name: unit,
        nameLocation: 'middle',
        nameGap: 26,
        nameTextStyle: { color: theme.mutedText },
      }),
      scale: true,
      splitLine: { show: false },
      axisLine: { show: true, lineStyle: { color: theme.rule } },
      axisLabel: { color: theme.mutedText, hideOverlap: true, formatter: (value: number) => quantity(value) },
    },
    yAxis: valueAxis(theme),
    series: [
      {
        type: 'custom',
        encode: { x: [0, 1], y: 2 },
        data: bins.map(({ from, to, readings }) => [from, to, readings]),
        renderItem: (_params, api) => {
          const readings = api.value(2);
          const [left = 0, top = 0] = api.coord([api.value(0), readings]);
          const [right = 0, bottom = 0] = api.coord([api.value(1), 0]);
          return {
            type: 'rect',
            shape: { x: left + 0.5, y: top, width: Math.max(right - left - 1, 1), height: bottom - top },
            style: { fill: theme.series[0] },
          };
        },
        ...(quantiles !== null && {
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: theme.text, type: 'dashed' },
            label: {
              distance: 9,
              color: theme.text,
              formatter: `median ${quantity(quantiles.p50, unit)}`,
            },
            data: [{ xAxis: quantiles.p50 }],
          },
        }),
      },
    ],
  };
};

export const describeHistogram = (column: Distribution): string => {
  const { name, unit, min, max, quantiles } = column;
  if (min === null || max === null) return `${name} has no values.`;
  const middle =
    quantiles === null
      ? ''
      : ` Half of all values lie between ${quantity(quantiles.p25, unit)} and ${quantity(quantiles.p75, unit)}; the median is ${quantity(quantiles.p50, unit)}.`;
  return `Distribution of ${name}, from ${quantity(min, unit)} to ${quantity(max, unit)}.${middle}`;
};
