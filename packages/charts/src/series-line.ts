import type { SeriesColumn, SeriesData } from './series-data.ts';

/** A column as ECharts draws it: its mean, and the band around it. */
export const lineOf = (data: SeriesData, column: SeriesColumn, axis: number, color: string) => {
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
