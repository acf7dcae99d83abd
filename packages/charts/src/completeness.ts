import type { Profile } from '@wattline/engine/profile';
import type { EChartsOption } from 'echarts';
import { categoryAxis, chartFrame, nameLabel, pointedIndex, tooltip, valueAxis } from './frame.ts';
import { count, share } from './quantity.ts';
import type { ChartTheme } from './theme.ts';

export type Completeness = Pick<Profile, 'values' | 'categories' | 'gaps'>;

interface Row {
  readonly name: string;
  readonly present: number;
  /** In a reading that is there, but has no value in this column. */
  readonly empty: number;
  /** In a gap. */
  readonly missing: number;
}

const rowsOf = ({ values, categories, gaps }: Completeness): Row[] =>
  [...values, ...categories].map((column) => ({
    name: column.name,
    present: column.count,
    empty: column.nulls,
    missing: gaps?.missing ?? 0,
  }));

const expected = ({ present, empty, missing }: Row): number => Math.max(present + empty + missing, 1);

/** Of each column: the share of values that are there, that are empty, and that fall in gaps. */
export const completenessChart = (profile: Completeness, theme: ChartTheme): EChartsOption => {
  const rows = rowsOf(profile);
  const part = (name: string, key: 'present' | 'empty' | 'missing', color: string) => ({
    type: 'bar' as const,
    name,
    stack: 'all',
    barMaxWidth: 18,
    itemStyle: { color },
    data: rows.map((row) => row[key] / expected(row)),
  });
  return {
    ...chartFrame(theme),
    grid: { left: 4, right: 20, top: 32, bottom: 4, outerBoundsMode: 'same' },
    legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 10, textStyle: { color: theme.mutedText } },
    tooltip: {
      ...tooltip(theme),
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      formatter: (params: unknown) => {
        const row = rows[pointedIndex(params) ?? -1];
        if (row === undefined) return '';
        return `${row.name}\n${count(row.present)} present (${share(row.present / expected(row))})\n${count(row.empty)} empty\n${count(row.missing)} in gaps`;
      },
    },
    xAxis: {
      ...valueAxis(theme),
      max: 1,
      axisLabel: { color: theme.mutedText, hideOverlap: true, formatter: (value: number) => share(value) },
    },
    yAxis: {
      ...categoryAxis(
        theme,
        rows.map(({ name }) => name),
      ),
      inverse: true,
      axisLabel: { ...nameLabel(theme), interval: 0 },
    },
    series: [
      part('present', 'present', theme.series[0]),
      part('empty', 'empty', theme.series[5] ?? theme.mutedText),
      part('in gaps', 'missing', theme.series[1] ?? theme.mutedText),
    ],
  };
};

export const describeCompleteness = (profile: Completeness): string => {
  const rows = rowsOf(profile).toSorted((a, b) => a.present / expected(a) - b.present / expected(b));
  const worst = rows[0];
  if (worst === undefined) return 'No columns.';
  const part = worst.present / expected(worst);
  return part === 1
    ? 'Every column is complete.'
    : `Share of values that are there, by column. Least complete: ${worst.name}, ${share(part)}.`;
};
