import type { ValueProfile } from '@wattline/engine/profile';
import type { EChartsOption } from 'echarts';
import { describeMeans, meansChart, type SlotMeans } from './means.ts';
import type { ChartTheme } from './theme.ts';

type Months = Pick<ValueProfile, 'name' | 'unit' | 'byMonth'>;

const months = ({ byMonth, unit }: Months): SlotMeans => ({
  slots: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  means: byMonth,
  unit,
});

/** Mean of each month, local time. */
export const monthMeansChart = (column: Months, theme: ChartTheme): EChartsOption =>
  meansChart(months(column), theme);

export const describeMonthMeans = (column: Months): string =>
  `${column.name}, mean by month. ${describeMeans(months(column))}`;
