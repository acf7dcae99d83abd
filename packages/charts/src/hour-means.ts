import type { ValueProfile } from '@wattline/engine/profile';
import type { EChartsOption } from 'echarts';
import { describeMeans, meansChart, type SlotMeans } from './means.ts';
import type { ChartTheme } from './theme.ts';

type Hours = Pick<ValueProfile, 'name' | 'unit' | 'byHour'>;

const hours = ({ byHour, unit }: Hours): SlotMeans => ({
  slots: byHour.map((_, hour) => `${String(hour).padStart(2, '0')}:00`),
  means: byHour,
  unit,
});

/** Mean of each hour of the local day. */
export const hourMeansChart = (column: Hours, theme: ChartTheme): EChartsOption =>
  meansChart(hours(column), theme);

export const describeHourMeans = (column: Hours): string =>
  `${column.name}, mean by hour of the day. ${describeMeans(hours(column))}`;
