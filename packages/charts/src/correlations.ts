import type { Profile } from '@wattline/engine/profile';
import type { EChartsOption } from 'echarts';
import { categoryAxis, chartFrame, nameLabel, pointedIndex, tooltip } from './frame.ts';
import { coefficient } from './quantity.ts';
import type { ChartTheme } from './theme.ts';

export type Correlations = Pick<Profile, 'correlations'>;

interface Cell {
  readonly x: number;
  readonly y: number;
  readonly a: string;
  readonly b: string;
  readonly r: number;
}

/** Columns in the order of the profile. */
export const correlatedColumns = ({ correlations }: Correlations): string[] => [
  ...new Set(correlations.flatMap(({ a, b }) => [a, b])),
];

const cellsOf = ({ correlations }: Correlations, names: readonly string[]): Cell[] =>
  correlations.flatMap(({ a, b, r }) => {
    if (r === null) return [];
    const [i, j] = [names.indexOf(a), names.indexOf(b)];
    return [
      { x: i, y: j, a, b, r },
      { x: j, y: i, a, b, r },
    ];
  });

/** A number of two digits and its sign need so much room. */
const LABEL_PX = 40;
const AXIS_PX = 140;

/**
 * Pearson's r of every two columns; empty where one of them does not vary.
 * @param widthPx the chart's: where it is too narrow for numbers, there are colours alone
 */
export const correlationsChart = (
  profile: Correlations,
  theme: ChartTheme,
  widthPx = Number.POSITIVE_INFINITY,
): EChartsOption => {
  const names = correlatedColumns(profile);
  const cells = cellsOf(profile, names);
  return {
    ...chartFrame(theme),
    grid: { left: 4, right: 8, top: 4, bottom: 44, outerBoundsMode: 'same' },
    tooltip: {
      ...tooltip(theme),
      trigger: 'item',
      formatter: (params: unknown) => {
        const cell = cells[pointedIndex(params) ?? -1];
        return cell === undefined ? '' : `${cell.a} and ${cell.b}\nr = ${coefficient(cell.r)}`;
      },
    },
    xAxis: {
      ...categoryAxis(theme, names),
      axisLabel: { ...nameLabel(theme, 14), rotate: 40, interval: 0 },
    },
    yAxis: {
      ...categoryAxis(theme, names),
      inverse: true,
      axisLabel: { ...nameLabel(theme, 14), interval: 0 },
    },
    visualMap: {
      min: -1,
      max: 1,
      calculable: false,
      orient: 'horizontal',
      left: 'center',
      bottom: 0,
      itemHeight: 140,
      itemWidth: 12,
      text: ['1', '−1'],
      textStyle: { color: theme.mutedText },
      inRange: { color: [...theme.diverging] },
    },
    series: [
      {
        type: 'heatmap',
        data: cells.map(({ x, y, r }) => [x, y, r]),
        itemStyle: { borderColor: theme.background, borderWidth: 2 },
        label: {
          show: names.length <= 12 && (widthPx - AXIS_PX) / names.length >= LABEL_PX,
          formatter: ({ dataIndex }) => coefficient(cells[dataIndex]?.r ?? 0),
          color: theme.text,
        },
      },
    ],
  };
};

export const describeCorrelations = ({ correlations }: Correlations): string => {
  const known = correlations.flatMap(({ a, b, r }) => (r === null ? [] : [{ a, b, r }]));
  const strongest = known.toSorted((x, y) => Math.abs(y.r) - Math.abs(x.r)).slice(0, 3);
  if (strongest.length === 0) return 'No two columns vary together.';
  return `Correlation of ${known.length} ${known.length === 1 ? 'pair' : 'pairs'} of columns. Strongest: ${strongest.map(({ a, b, r }) => `${a} and ${b}, ${coefficient(r)}`).join('; ')}.`;
};
