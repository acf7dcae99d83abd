import { type ZoneLabels, zoneLabels } from '@wattline/time-zones/labels';
import type { EChartsOption } from 'echarts';
import { chartFrame, pointedIndex, tooltip, valueAxis } from './frame.ts';
import { quantity } from './quantity.ts';
import type { ChartTheme } from './theme.ts';

export interface SeriesColumn {
  readonly name: string;
  readonly unit?: string | undefined;
  /** Columns of one panel share their axis; by default those of the same unit, else of the same name. */
  readonly panel?: string | undefined;
  /** null in a step without values. */
  readonly mean: readonly (number | null)[];
  /** The band around the mean; absent if nothing is thinned. */
  readonly min?: readonly (number | null)[] | undefined;
  readonly max?: readonly (number | null)[] | undefined;
}

export interface SeriesData {
  readonly entity: string;
  readonly zone: string;
  /** The span of one point. */
  readonly stepMs: number;
  /** Starts of the steps, epoch ms. */
  readonly time: readonly number[];
  readonly columns: readonly SeriesColumn[];
  /** What is seen of it at first, epoch ms. Default: all. */
  readonly zoom?: { readonly from: number; readonly to: number } | undefined;
}

const panelOf = ({ panel, unit, name }: SeriesColumn): string => panel ?? unit ?? name;

/** One above the other, in the order of their first columns: what a caller gives the chart's height by. */
export const seriesPanels = ({ columns }: Pick<SeriesData, 'columns'>): string[] => [
  ...new Set(columns.map(panelOf)),
];

const TOP_PX = 30;
const LEGEND_PX = 26;
/** Labels of the time axis, and the slider. */
const BOTTOM_PX = 72;
const BETWEEN_PX = 40;

/** The height that the chart is laid out for; others do where they are near it. */
export const seriesHeightPx = (panels: number): number => 100 + 230 * panels;

const pointText = (data: SeriesData, labels: ZoneLabels, i: number): string => {
  const at = data.time[i];
  if (at === undefined) return '';
  const lines = data.columns.map(({ name, unit, mean, min, max }) => {
    const [value, low, high] = [mean[i] ?? null, min?.[i] ?? null, max?.[i] ?? null];
    if (value === null) return `${name}: no value`;
    const band = low === null || high === null ? '' : ` (${quantity(low)} to ${quantity(high)})`;
    return `${name}: ${quantity(value, unit)}${band}`;
  });
  return [`${labels.instant(at)} (${data.zone})`, ...lines].join('\n');
};

const lineOf = (data: SeriesData, column: SeriesColumn, axis: number, color: string) => {
  const { name, mean, min, max } = column;
  const at = (values: readonly (number | null)[]) => data.time.map((time, i) => [time, values[i] ?? null]);
  const shared = {
    type: 'line' as const,
    xAxisIndex: axis,
    yAxisIndex: axis,
    showSymbol: false,
    animation: false,
    connectNulls: false,
  };
  const line = {
    ...shared,
    id: name,
    name,
    data: at(mean),
    // Few points: each is seen, also one without neighbours.
    showSymbol: data.time.length <= 60,
    symbol: 'circle',
    symbolSize: 5,
    itemStyle: { color },
    lineStyle: { width: 1.6, color },
    z: 3,
  };
  if (min === undefined || max === undefined) return [line];
  // Drawn as the height between two lines, of which the lower one is not seen.
  const edge = {
    ...shared,
    stack: `${name} band`,
    stackStrategy: 'all' as const,
    silent: true,
    symbol: 'none',
    lineStyle: { opacity: 0 },
    tooltip: { show: false },
    z: 2,
  };
  const height = min.map((low, i) => {
    const high = max[i] ?? null;
    return low === null || high === null ? null : high - low;
  });
  return [
    { ...edge, id: `${name} least`, data: at(min) },
    { ...edge, id: `${name} most`, data: at(height), areaStyle: { color, opacity: 0.22 } },
    line,
  ];
};

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

export const describeSeries = (data: SeriesData): string => {
  const labels = zoneLabels(data.zone);
  const [first, last] = [data.time[0], data.time.at(-1)];
  if (first === undefined || last === undefined) return `No values of ${data.entity} in this span.`;
  const parts = data.columns.map(({ name, unit, mean, min, max }) => {
    const given = (values: readonly (number | null)[]) => values.filter((value) => value !== null);
    const [lows, highs] = [given(min ?? mean), given(max ?? mean)];
    if (lows.length === 0) return `${name}: no values.`;
    const least = lows.reduce((a, b) => Math.min(a, b));
    const most = highs.reduce((a, b) => Math.max(a, b));
    return `${name}: between ${quantity(least, unit)} and ${quantity(most, unit)}.`;
  });
  return `${data.entity}, from ${labels.instant(first)} to ${labels.instant(last)} (${data.zone}). ${parts.join(' ')}`;
};
