import { aggregatedNamed } from '../../aggregated-named.ts';
import { type Duration, durationMs, intervalsIn } from '../../duration.ts';
import type { AggregatedColumn } from '../../kinds/aggregated-column.ts';
import { type Gap, type Gaps, gapList } from './options.ts';

/** A column that is filled: with the value `step` intervals before, or twice, thrice, … `count` times as many. */
export interface Filling {
  /** Whether it goes on along the line through the last two values, both within `count` intervals; `step` is 1 then. */
  readonly isLine: boolean;
  readonly name: string;
  readonly source: string;
  readonly step: number;
  readonly count: number;
}

/** How many intervals before its own a value may be made of. */
export const reachOf = ({ step, count }: Filling): number => step * count;

/** What a column measured, where it is filled. */
export const measured = (column: string): string => `${column}: measured`;

const limitOf = (gap: Gap): Duration => (gap.fill === 'seasonal' ? (gap.limit ?? gap.period) : gap.limit);

export const reachMsOf = (gaps: Gaps): number =>
  Math.max(...gapList(gaps).map(([, gap]) => durationMs(limitOf(gap))));

/** What an interval counts is 0 without a reading. */
export const isNeverMissing = ({ aggregation }: AggregatedColumn): boolean => aggregation === 'count';

/** What has no line to go on along: directions, which begin again, and whole numbers. */
export const hasNoLine = ({ isDirection, dtype }: AggregatedColumn): boolean =>
  isDirection || dtype === 'Int64';

interface Context {
  readonly interval: Duration;
  readonly aggregated: readonly AggregatedColumn[];
}

/** Columns that are not there are left out: the checks of a spec name them. */
const chosen = ({ aggregated }: Context, { columns, fill }: Gap): AggregatedColumn[] =>
  columns === 'all'
    ? aggregated.filter((column) => !isNeverMissing(column) && !(fill === 'linear' && hasNoLine(column)))
    : columns.flatMap((name) => aggregatedNamed({ aggregated }, name) ?? []);

/** The columns that are filled. */
export const fillingsOf = (gaps: Gaps | undefined, context: Context): Filling[] => {
  if (gaps === undefined) return [];
  return gapList(gaps).flatMap(([, gap]) => {
    const step = gap.fill === 'seasonal' ? intervalsIn(gap.period, context.interval) : 1;
    const isLine = gap.fill === 'linear';
    const count = Math.floor(intervalsIn(limitOf(gap), context.interval) / step);
    return chosen(context, gap).map(({ name, source }) => ({ isLine, name, source, step, count }));
  });
};
