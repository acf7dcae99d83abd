import { zoneLabels } from '@wattline/time-zones/labels';
import type { EChartsOption } from 'echarts';
import { chartFrame, pointedIndex, tooltip, valueAxis } from './frame.ts';
import { panelOf, type SeriesData, seriesPanels } from './series-data.ts';
import { lineOf } from './series-line.ts';
import { pointText } from './series-text.ts';
import type { ChartTheme } from './theme.ts';

const TOP_PX = 30;
const LEGEND_PX = 26;
/** Labels of the time axis, and the slider. */
const BOTTOM_PX = 72;
const BETWEEN_PX = 40;

/** The height that the chart is laid out for; others do where they are near it. */
export const seriesHeightPx = (panels: number): number => 100 + 230 * panels;

/** Values over time: the mean as a line, least and most as a band around it, one panel for each unit. */
export const seriesChart = (data: SeriesData, theme: ChartTheme): EChartsOption => {
  const labels = zoneLabels(data.zone);
  const panels = seriesPanels(data);
  const axes = panels.map((_, i) => i);
  const { zoom } = data;
  const [first = 0, last = 0] = [data.time[0], data.time.at(-1)];
  const spanMs = zoom === undefined ? last - first : zoom.to - zoom.from;
  const legend = data.columns.length > 1;
  const top = legend ? TOP_PX + LEGEND_PX : TOP_PX;
  const height = seriesHeightPx(panels.length);
  const each = (height - top - BOTTOM_PX) / panels.length;
  const percent = (px: number) => `${((px / height) * 100).toFixed(2)}%`;
  // One panel takes all the room that there is, however high the chart; several share it.
  const place = (i: number) =>
    panels.length === 1
      ? { top, bottom: BOTTOM_PX }
      : { top: percent(top + i * each), height: percent(each - (i < panels.length - 1 ? BETWEEN_PX : 0)) };
  const range = zoom === undefined ? {} : { startValue: zoom.from, endValue: zoom.to };
  return {
    ...chartFrame(theme),
    animation: false,
    useUTC: true,
    grid: panels.map((_, i) => ({
      left: 52,
      right: 16,
      ...place(i),
      outerBoundsMode: 'none' as const,
    })),
    ...(legend && {
      legend: {
        type: 'scroll' as const,
        top: 0,
        left: 0,
        data: data.columns.map(({ name }) => name),
        textStyle: { color: theme.mutedText },
        pageTextStyle: { color: theme.mutedText },
        icon: 'roundRect',
        itemWidth: 14,
        itemHeight: 4,
      },
    }),
    axisPointer: { link: [{ xAxisIndex: 'all' }], lineStyle: { color: theme.mutedText } },
    tooltip: {
      ...tooltip(theme),
      trigger: 'axis',
      formatter: (params: unknown) => pointText(data, labels, pointedIndex(params) ?? -1),
    },
    xAxis: panels.map((_, i) => ({
      type: 'time' as const,
      gridIndex: i,
      min: first,
      max: last,
      axisLine: { lineStyle: { color: theme.rule } },
      axisTick: { show: false },
      axisLabel: {
        show: i === panels.length - 1,
        color: theme.mutedText,
        hideOverlap: true,
        formatter: (at: number) => labels.tick(at, spanMs),
      },
    })),
    yAxis: panels.map((panel, i) => ({
      ...valueAxis(theme, data.columns.find((column) => panelOf(column) === panel)?.unit ?? panel),
      gridIndex: i,
      scale: true,
      splitNumber: panels.length > 2 ? 2 : 4,
    })),
    dataZoom: [
      { id: 'zoom-inside', type: 'inside', xAxisIndex: axes, filterMode: 'filter', ...range },
      {
        id: 'zoom-slider',
        type: 'slider',
        xAxisIndex: axes,
        filterMode: 'filter',
        bottom: 4,
        left: 52,
        right: 16,
        height: 28,
        borderColor: theme.rule,
        fillerColor: `${theme.series[0]}22`,
        dataBackground: {
          lineStyle: { color: theme.mutedText, opacity: 0.5 },
          areaStyle: { color: theme.mutedText, opacity: 0.15 },
        },
        selectedDataBackground: {
          lineStyle: { color: theme.series[0] },
          areaStyle: { color: theme.series[0], opacity: 0.15 },
        },
        textStyle: { color: theme.mutedText },
        labelFormatter: (at: number) => labels.instant(at),
        ...range,
      },
    ],
    series: data.columns.flatMap((column, i) =>
      lineOf(
        data,
        column,
        panels.indexOf(panelOf(column)),
        theme.series[i % theme.series.length] ?? theme.series[0],
      ),
    ),
  };
};
