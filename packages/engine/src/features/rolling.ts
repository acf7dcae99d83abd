import type { RollingStatistic } from '@wattline/spec';
import type { LazyDataFrame } from 'nodejs-polars';
import { quoted, withSqlColumns } from './sql-columns.ts';
import { greatest, least, moments, type WindowSummary, windowPart } from './window-summary.ts';
import { windows } from './windows.ts';

/** One statistic of one column over the `steps` intervals before the row's. */
export interface RollingWindow {
  readonly name: string;
  readonly column: string;
  readonly steps: number;
  readonly statistic: RollingStatistic;
}

const summaries: Readonly<Record<RollingStatistic, WindowSummary>> = {
  mean: moments,
  std: moments,
  min: least,
  max: greatest,
};

const resultOf = ({ column, steps, statistic }: RollingWindow): string => {
  const part = (name: string) => quoted(windowPart(summaries[statistic], name, column, steps));
  switch (statistic) {
    case 'mean':
      return `CASE WHEN ${part('count')} > 0 THEN ${part('mean')} END`;
    case 'std':
      return `CASE WHEN ${part('count')} > 1 THEN SQRT(${part('squares')} / (${part('count')} - 1)) END`;
    case 'min':
    case 'max':
      return part(statistic);
  }
};

/**
 * Adds statistics over [t − w, t) on a complete grid, per entity, of the intervals that have a value.
 *
 * Null where none has; std is the sample's, null where fewer than two have.
 */
export const rolling =
  (options: { readonly windows: readonly RollingWindow[] }) =>
  (frame: LazyDataFrame): LazyDataFrame => {
    if (options.windows.length === 0) return frame;
    const used = [moments, least, greatest].map((summary) => {
      const of = options.windows.filter(({ statistic }) => summaries[statistic] === summary);
      const columns = [...new Set(of.map(({ column }) => column))];
      return { summary, columns, steps: [...new Set(of.map(({ steps }) => steps))] };
    });
    const summed = windows(used.filter(({ steps }) => steps.length > 0))(frame);
    const parts = used.flatMap(({ summary, columns, steps }) =>
      columns.flatMap((column) =>
        steps.flatMap((some) => summary.parts.map((part) => windowPart(summary, part, column, some))),
      ),
    );
    const results = options.windows.map((window) => ({ name: window.name, sql: resultOf(window) }));
    return withSqlColumns(summed, results).drop(parts);
  };
