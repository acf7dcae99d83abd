import type { Series } from '@wattline/features';
import type { Calendar } from '../times/calendar.ts';
import type { IntervalColumns } from './interval-columns.ts';

/** Intervals that have readings, one after the other. */
export interface KeptSeries {
  readonly series: Series;
  /** The interval of each of its rows. */
  readonly indices: readonly number[];
  /** The row of an interval, or of the next one that has readings. */
  readonly rowOf: (index: number) => number;
}

/** @param of the columns of numbers, the one that counts readings, and the intervals from one on, before another */
export const keptSeries = (
  calendar: Calendar,
  table: IntervalColumns,
  of: {
    readonly names: readonly string[];
    readonly count: string;
    readonly from: number;
    readonly until: number;
  },
): KeptSeries => {
  const { names, count, from, until } = of;
  const indices: number[] = [];
  for (let index = from; index < until; index += 1) if (table.get(count, index) > 0) indices.push(index);
  const column = (name: string): number[] => indices.map((index) => table.get(name, index));
  return {
    indices,
    series: {
      first: 0,
      localOf: (row) => calendar.localOf(indices[row] ?? until),
      rowAt: () => undefined,
      expectedOf: (row) => calendar.expectedOf(indices[row] ?? until),
      readings: column(count),
      columns: Object.fromEntries(names.map((name) => [name, column(name)])),
    },
    rowOf: (index) => {
      const found = indices.findIndex((one) => one >= index);
      return found < 0 ? indices.length : found;
    },
  };
};
