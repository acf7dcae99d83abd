import type { FamilyContext } from '../../context.ts';
import type { Value } from '../../definition.ts';
import { durationMs } from '../../duration.ts';
import type { Series } from '../../online.ts';
import { onlineWindows, readValuesBefore } from '../../windows/online-window.ts';
import { quantileOf, sortValues } from '../../windows/quantile.ts';
import { bySort, type RollingColumn } from './columns.ts';
import { windowsFor } from './made-of.ts';

const HOUR = 3_600_000;

export const onlineRolling = (
  columns: readonly RollingColumn[],
  { interval }: FamilyContext,
): ((series: Series, row: number) => Value[]) => {
  const perHour = HOUR / durationMs(interval);
  const { summarised, sorted } = bySort(columns);
  const made = windowsFor(summarised).map(({ summary, steps }) => ({
    summary,
    ...onlineWindows(summary, steps),
  }));
  const reach = Math.max(0, ...columns.map(({ steps }) => steps));
  const values = new Float64Array(reach);
  const inOrder = new Float64Array(reach);
  const sources = [...Map.groupBy(columns, ({ source, ago }) => `${ago} ${source.name}`).values()].flatMap(
    ([first]) => (first === undefined ? [] : [{ source: first.source.name, ago: first.ago }]),
  );
  const ends = sources.map(({ source, ago }) => ({
    source,
    ago,
    windows: made.flatMap(({ summary, of, reach: within, parts, placeOf }) => {
      const results = summarised
        .filter(
          (column) =>
            column.source.name === source && column.ago === ago && column.statistic.summary === summary,
        )
        .map(({ place, statistic, steps }) => ({ place, of: statistic.of, window: placeOf(steps) }));
      return results.length === 0 ? [] : [{ of, values: values.subarray(0, within), parts, results }];
    }),
    sorts: [
      ...Map.groupBy(
        sorted.filter((column) => column.source.name === source && column.ago === ago),
        ({ steps }) => steps,
      ),
    ].map(([steps, results]) => ({ values: values.subarray(0, steps), results })),
  }));
  return (series, row) => {
    const found = new Array<Value>(columns.length).fill(null);
    for (const { source, ago, windows, sorts } of ends) {
      readValuesBefore(series, source, row - ago, values);
      for (const { of, values: within, parts, results } of windows) {
        of(within);
        for (const { place, of: statistic, window } of results)
          found[place] = statistic(parts, window, perHour);
      }
      for (const { values: within, results } of sorts) {
        const count = sortValues(within, inOrder);
        for (const { place, quantile } of results) found[place] = quantileOf(inOrder, count, quantile);
      }
    }
    return found;
  };
};
