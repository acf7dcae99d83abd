import type { ReportSeries } from './report-content.ts';

/** Starts of the steps of a packed series, epoch ms. */
export const seriesTimes = ({ fromMs, stepMs, time, columns }: ReportSeries): readonly number[] =>
  time ?? (columns[0]?.mean ?? []).map((_, i) => fromMs + i * stepMs);
