import type { Gaps } from '@wattline/engine/profile';
import type { EChartsOption } from 'echarts';
import { categoryAxis, chartFrame, nameLabel, pointedIndex, tooltip, valueAxis } from './frame.ts';
import { count } from './quantity.ts';
import type { ChartTheme } from './theme.ts';

/** Which entities miss most readings. */
export const missingByEntityChart = ({ entities }: Gaps, theme: ChartTheme): EChartsOption => ({
  ...chartFrame(theme),
  grid: { left: 4, right: 56, top: 4, bottom: 4, outerBoundsMode: 'same' },
  tooltip: {
    ...tooltip(theme),
    trigger: 'item',
    formatter: (params: unknown) => {
      const row = entities[pointedIndex(params) ?? -1];
      if (row === undefined) return '';
      return `${row.entity}\n${count(row.missing)} readings missing in ${count(row.gaps)} ${row.gaps === 1 ? 'gap' : 'gaps'}\nlongest: ${count(row.longest)}`;
    },
  },
  xAxis: { ...valueAxis(theme), minInterval: 1 },
  yAxis: {
    ...categoryAxis(
      theme,
      entities.map(({ entity }) => entity),
    ),
    inverse: true,
    axisLabel: nameLabel(theme),
  },
  series: [
    {
      type: 'bar',
      data: entities.map(({ missing }) => missing),
      barMaxWidth: 22,
      itemStyle: { color: theme.series[1] ?? theme.series[0] },
      label: {
        show: true,
        position: 'right',
        color: theme.mutedText,
        formatter: ({ dataIndex }) => count(entities[dataIndex]?.missing ?? 0),
      },
    },
  ],
});

export const describeMissingByEntity = ({ entities }: Gaps): string => {
  const worst = entities[0];
  if (worst === undefined) return 'No entity misses a reading.';
  return `Missing readings by entity, ${entities.length} shown. Most: ${worst.entity}, ${count(worst.missing)} in ${count(worst.gaps)} ${worst.gaps === 1 ? 'gap' : 'gaps'}.`;
};
