import type { EChartsOption } from 'echarts';
import type { ChartTheme } from './theme.ts';

/** What all charts have in common. Tooltips are drawn on the canvas: a name from a file never becomes markup. */
export const chartFrame = (theme: ChartTheme) =>
  ({
    backgroundColor: 'transparent',
    color: [...theme.series],
    textStyle: { color: theme.text, fontFamily: theme.fontFamily, fontSize: 12 },
    animationDuration: 300,
    animationDurationUpdate: 200,
  }) satisfies EChartsOption;

export const tooltip = (theme: ChartTheme) => ({
  renderMode: 'richText' as const,
  confine: true,
  backgroundColor: theme.dark ? '#222c37' : '#ffffff',
  borderColor: theme.rule,
  borderWidth: 1,
  padding: [8, 10],
  textStyle: { color: theme.text, fontFamily: theme.fontFamily, fontSize: 12, lineHeight: 18 },
});

/** An axis of values. */
export const valueAxis = (theme: ChartTheme, name?: string) => ({
  type: 'value' as const,
  ...(name !== undefined && {
    name,
    nameTextStyle: { color: theme.mutedText, align: 'left' as const, padding: [0, 0, 0, -28] },
    nameGap: 10,
  }),
  axisLabel: { color: theme.mutedText, hideOverlap: true },
  splitLine: { lineStyle: { color: theme.rule } },
  axisLine: { show: false },
  axisTick: { show: false },
});

/** An axis of names or slots. */
export const categoryAxis = (theme: ChartTheme, data: readonly string[]) => ({
  type: 'category' as const,
  data: [...data],
  axisLabel: { color: theme.mutedText, hideOverlap: true },
  axisLine: { lineStyle: { color: theme.rule } },
  axisTick: { show: false },
});

/** Keeps both ends of a long name: columns of one origin often differ in the last letters alone. */
const shortened = (name: string, most: number): string => {
  const letters = [...name];
  if (letters.length <= most) return name;
  const head = Math.ceil((most - 1) / 2);
  return `${letters.slice(0, head).join('')}…${letters.slice(letters.length - (most - 1 - head)).join('')}`;
};

/** Of an axis of names; whole ones are in the tooltips. */
export const nameLabel = (theme: ChartTheme, most = 18) => ({
  color: theme.mutedText,
  formatter: (name: string) => shortened(name, most),
});

/** ECharts hands one or several points to a tooltip: the first one's place in the data. */
export const pointedIndex = (params: unknown): number | undefined => {
  const first: unknown = Array.isArray(params) ? params[0] : params;
  if (typeof first !== 'object' || first === null || !('dataIndex' in first)) return undefined;
  return typeof first.dataIndex === 'number' ? first.dataIndex : undefined;
};
