import type { CategoryProfile } from '@wattline/engine/profile';
import type { EChartsOption } from 'echarts';
import { categoryAxis, chartFrame, nameLabel, pointedIndex, tooltip, valueAxis } from './frame.ts';
import { count, share } from './quantity.ts';
import type { ChartTheme } from './theme.ts';

/** More bars than this are not read. */
const MOST_BARS = 20;

const barsOf = ({ values }: CategoryProfile) => values.slice(0, MOST_BARS);

/** How often each value occurs, the most frequent on top. */
export const categoryBarsChart = (column: CategoryProfile, theme: ChartTheme): EChartsOption => {
  const bars = barsOf(column);
  return {
    ...chartFrame(theme),
    grid: { left: 4, right: 64, top: 4, bottom: 4, outerBoundsMode: 'same' },
    tooltip: {
      ...tooltip(theme),
      trigger: 'item',
      formatter: (params: unknown) => {
        const bar = bars[pointedIndex(params) ?? -1];
        return bar === undefined
          ? ''
          : `${bar.value}\n${count(bar.count)} readings (${share(bar.count / column.count)})`;
      },
    },
    xAxis: { ...valueAxis(theme), minInterval: 1 },
    yAxis: {
      ...categoryAxis(
        theme,
        bars.map(({ value }) => value),
      ),
      inverse: true,
      axisLabel: nameLabel(theme),
    },
    series: [
      {
        type: 'bar',
        data: bars.map((bar) => bar.count),
        barMaxWidth: 22,
        label: {
          show: true,
          position: 'right',
          color: theme.mutedText,
          formatter: ({ dataIndex }) => share((bars[dataIndex]?.count ?? 0) / column.count),
        },
      },
    ],
  };
};

export const describeCategoryBars = (column: CategoryProfile): string => {
  const first = column.values[0];
  if (first === undefined) return `${column.name} has no values.`;
  const shown = barsOf(column).length;
  const rest = column.distinct > shown ? ` The ${shown} most frequent are shown.` : '';
  return `${column.name} has ${count(column.distinct)} distinct ${column.distinct === 1 ? 'value' : 'values'}. Most frequent: ${first.value} (${share(first.count / column.count)}).${rest}`;
};
