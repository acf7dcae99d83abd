import type { Gaps, Profile } from '@wattline/engine/profile';
import { zoneLabels } from '@wattline/time-zones/labels';
import type { EChartsOption } from 'echarts';
import { categoryAxis, chartFrame, nameLabel, pointedIndex, tooltip, valueAxis } from './frame.ts';
import { count } from './quantity.ts';
import type { ChartTheme } from './theme.ts';

export type GapTimeline = Pick<Profile, 'from' | 'to' | 'zone'> & { readonly gaps: Gaps };

/** One row for each of them in the chart. */
export const gapEntities = ({ gaps }: GapTimeline): string[] => [
  ...new Set(gaps.longest.map(({ entity }) => entity)),
];

/** When readings are missing: the longest gaps of each entity along the whole span of the data. */
export const gapTimelineChart = (profile: GapTimeline, theme: ChartTheme): EChartsOption => {
  const { gaps, from, to, zone } = profile;
  const labels = zoneLabels(zone);
  const entities = gapEntities(profile);
  const spanMs = Date.parse(to) - Date.parse(from);
  return {
    ...chartFrame(theme),
    useUTC: true,
    grid: { left: 4, right: 16, top: 8, bottom: 4, outerBoundsMode: 'same' },
    tooltip: {
      ...tooltip(theme),
      trigger: 'item',
      formatter: (params: unknown) => {
        const gap = gaps.longest[pointedIndex(params) ?? -1];
        if (gap === undefined) return '';
        return `${gap.entity}\n${count(gap.missing)} ${gap.missing === 1 ? 'reading' : 'readings'} missing\nbetween ${labels.instant(Date.parse(gap.from))}\nand ${labels.instant(Date.parse(gap.to))} (${zone})`;
      },
    },
    xAxis: {
      ...valueAxis(theme),
      type: 'time',
      min: Date.parse(from),
      max: Date.parse(to),
      axisLine: { show: true, lineStyle: { color: theme.rule } },
      axisLabel: {
        color: theme.mutedText,
        hideOverlap: true,
        formatter: (at: number) => labels.tick(at, spanMs),
      },
    },
    yAxis: {
      ...categoryAxis(theme, entities),
      inverse: true,
      axisLabel: nameLabel(theme),
      splitLine: { show: true, lineStyle: { color: theme.rule } },
    },
    series: [
      {
        type: 'custom',
        encode: { x: [0, 1], y: 2 },
        data: gaps.longest.map((gap) => [
          Date.parse(gap.from),
          Date.parse(gap.to),
          entities.indexOf(gap.entity),
        ]),
        renderItem: (_params, api) => {
          const [x = 0, y = 0] = api.coord([api.value(0), api.value(2)]);
          const [right = 0] = api.coord([api.value(1), api.value(2)]);
          const size = api.size?.([0, 1]);
          const height = Math.min((Array.isArray(size) ? size[1] : size) ?? 16, 26) * 0.6;
          // A gap of an hour in a year is still to be seen.
          return {
            type: 'rect',
            shape: { x, y: y - height / 2, width: Math.max(right - x, 3), height },
            style: { fill: theme.series[1] ?? theme.series[0] },
          };
        },
      },
    ],
  };
};

export const describeGapTimeline = ({ gaps, zone }: GapTimeline): string => {
  const longest = gaps.longest[0];
  if (longest === undefined) return `No gaps: a reading every ${gaps.cadence}.`;
  const labels = zoneLabels(zone);
  const shown =
    gaps.count > gaps.longest.length ? ` The ${gaps.longest.length} longest of them are shown.` : '';
  return `${count(gaps.missing)} ${gaps.missing === 1 ? 'reading' : 'readings'} missing in ${count(gaps.count)} ${gaps.count === 1 ? 'gap' : 'gaps'}, at one reading every ${gaps.cadence}. Longest: ${count(longest.missing)} of ${longest.entity}, between ${labels.instant(Date.parse(longest.from))} and ${labels.instant(Date.parse(longest.to))} (${zone}).${shown}`;
};
