import type { Windows } from '../../windows/windows.ts';
import type { Summarised } from './columns.ts';

/** The windows that columns are made of: of each summary those that it is asked for. */
export const windowsFor = (columns: readonly Summarised[]): Windows[] =>
  [...Map.groupBy(columns, ({ statistic }) => statistic.summary)].map(([summary, wanted]) => ({
    summary,
    columns: [...new Set(wanted.map(({ source }) => source.name))],
    steps: [...new Set(wanted.map(({ steps }) => steps))],
  }));
