import type { EChartsOption } from 'echarts';
import { categoryAxis, chartFrame, pointedIndex, tooltip, valueAxis } from './frame.ts';
import { quantity } from './quantity.ts';
import type { ChartTheme } from './theme.ts';

/** Means over recurring slots of local time, such as the hours of a day. */
export interface SlotMeans {
  readonly slots: readonly string[];
  /** null where there is no reading. */
  readonly means: readonly (number | null)[];
  readonly unit?: string | undefined;
}

/** A line from slot to slot; a slot without a reading leaves a gap. The axis need not start at zero: it is no bar. */
export const meansChart = ({ slots, means, unit }: SlotMeans, theme: ChartTheme): EChartsOption => ({
  ...chartFrame(theme),
  grid: { left: 4, right: 12, top: 8, bottom: 4, outerBoundsMode: 'same' },
  tooltip: {
    ...tooltip(theme),
    trigger: 'axis',
    formatter: (params: unknown) => {
      const i = pointedIndex(params) ?? -1;
      const mean = means[i] ?? null;
      return `${slots[i] ?? ''}\n${mean === null ? 'no reading' : `mean ${quantity(mean, unit)}`}`;
    },
  },
  xAxis: categoryAxis(theme, slots),
  yAxis: { ...valueAxis(theme, unit), scale: true },
  series: [
    {
      type: 'line',
      data: [...means],
      symbol: 'circle',
      symbolSize: slots.length < 20 ? 7 : 5,
      showSymbol: true,
      lineStyle: { width: 2 },
      connectNulls: false,
    },
  ],
});

/** "Highest: 20:00 (…). Lowest: 04:00 (…)." */
export const describeMeans = ({ slots, means, unit }: SlotMeans): string => {
  const filled = slots.flatMap((slot, i) => {
    const mean = means[i] ?? null;
    return mean === null ? [] : [{ slot, mean }];
  });
  const order = filled.toSorted((a, b) => b.mean - a.mean);
  const [high, low] = [order[0], order.at(-1)];
  if (high === undefined || low === undefined) return 'No readings.';
  const empty = slots.length - filled.length;
  const rest = empty === 0 ? '' : ` No readings in ${empty} of ${slots.length}.`;
  if (high.mean === low.mean) return `Always ${quantity(high.mean, unit)}.${rest}`;
  return `Highest: ${high.slot} (${quantity(high.mean, unit)}). Lowest: ${low.slot} (${quantity(low.mean, unit)}).${rest}`;
};
