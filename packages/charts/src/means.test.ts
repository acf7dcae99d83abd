import { expect, test } from 'vitest';
import { describeHourMeans, hourMeansChart } from './hour-means.ts';
import { describeMonthMeans, monthMeansChart } from './month-means.ts';
import { valueProfile } from './testing/value-profile.ts';
import { lightTheme } from './theme.ts';
import { describeWeekdayMeans, weekdayMeansChart } from './weekday-means.ts';

const column = valueProfile();

test('each slot has its mean, and one without readings has none', () => {
  expect(hourMeansChart(column, lightTheme)).toMatchObject({
    xAxis: { data: expect.arrayContaining(['00:00', '23:00']) },
    yAxis: { name: 'kW' },
    series: [{ data: column.byHour }],
  });
  expect(weekdayMeansChart(column, lightTheme)).toMatchObject({
    xAxis: { data: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] },
    series: [{ data: [10, 11, 12, 11, 10, null, null], connectNulls: false }],
  });
  expect(monthMeansChart(column, lightTheme)).toMatchObject({ series: [{ data: column.byMonth }] });
});

test('a tooltip names the slot, and says where there is no reading', () => {
  const { tooltip } = weekdayMeansChart(column, lightTheme);
  const formatter = (tooltip as { formatter: (params: unknown) => string }).formatter;
  expect(formatter([{ dataIndex: 2 }])).toBe('Wed\nmean 12 kW');
  expect(formatter([{ dataIndex: 6 }])).toBe('Sun\nno reading');
});

test('words name the highest, the lowest and what is missing', () => {
  expect(describeHourMeans(column)).toBe(
    'load, mean by hour of the day. Highest: 18:00 (20 kW). Lowest: 00:00 (11 kW).',
  );
  expect(describeMonthMeans(column)).toContain('Highest: Jul (20 kW). Lowest: Jan (14 kW).');
  expect(describeWeekdayMeans(column)).toContain('No readings in 2 of 7.');
  expect(describeWeekdayMeans(valueProfile({ byWeekday: Array(7).fill(null) }))).toBe(
    'load, mean by weekday. No readings.',
  );
  expect(describeMonthMeans(valueProfile({ byMonth: Array(12).fill(3) }))).toContain('Always 3 kW.');
});
