import type { ValueProfile } from '@wattline/engine/profile';
import type { EChartsOption } from 'echarts';
import { describeMeans, meansChart, type SlotMeans } from './means.ts';
import type { ChartTheme } from './theme.ts';

type Weekdays = Pick<ValueProfile, 'name' | 'unit' | 'byWeekday'>;

const weekdays = ({ byWeekday, unit }: Weekdays): SlotMeans => ({
  slots: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  means: byWeekday,
  unit,
});

/** Mean of each weekday, local time. */
export const weekdayMeansChart = (column: Weekdays, theme: ChartTheme): EChartsOption =>
  meansChart(weekdays(column), theme);

export const describeWeekdayMeans = (column: Weekdays): string =>
  `${column.name}, mean by weekday. ${describeMeans(weekdays(column))}`;
