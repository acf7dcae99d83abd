import { count, type SeriesData } from '@wattline/charts';
import type { ReportContent, ReportSeries } from '../src/report-content.ts';
import { seriesTimes } from '../src/series-times.ts';

/** What the chart draws: values of one unit, or made of one column, share a panel. */
export const seriesData = (
  series: ReportSeries,
  { profile, features }: Pick<ReportContent, 'profile' | 'features'>,
): SeriesData => ({
  entity: series.entity,
  zone: profile.zone,
  stepMs: series.stepMs,
  time: seriesTimes(series),
  columns: series.columns.map((column) => {
    const { source, label = column.name } = features.columns.find(({ name }) => name === column.name) ?? {};
    const unit = profile.values.find(({ name }) => name === source)?.unit;
    return { ...column, name: label, unit, panel: unit ?? source };
  }),
});

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
] as const;

/** 21,600,000 → 6h, as specs write it. */
const stepText = (ms: number): string => {
  const [unit, size] = units.find(([, some]) => ms % some === 0) ?? ['s', 1_000];
  return `${ms / size}${unit}`;
};

/** Whose values they are, and what a point is. */
export const seriesNote = (series: ReportSeries, entities: number): string => {
  const of = entities === 1 ? '' : `Of ${series.entity}, the first of ${count(entities)} entities. `;
  const thinned = series.columns.some(({ min }) => min !== undefined);
  const step = stepText(series.stepMs);
  return thinned
    ? `${of}A point is the mean of ${step}, the band goes from the least to the greatest value.`
    : `${of}A point is one row, of ${step}.`;
};
