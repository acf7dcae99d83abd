import { dayCount } from '@wattline/cells';
import type { TimeChoice } from './choose-time.ts';
import { textsOf } from './clock-columns.ts';
import type { SampleTable } from './columns.ts';
import { dateReader, isDescending } from './long-days.ts';

type Row = SampleTable['rows'][number];

const compare = (a: readonly number[], b: readonly number[]): number => {
  const index = a.findIndex((one, place) => one !== b[place]);
  return index === -1 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
};

/** The rows of a table by their time, in whichever order they stand; those of one time as the file goes. */
export const rowsByTime = (table: SampleTable, time: TimeChoice): Row[] => {
  const read = dateReader(time);
  const texts = textsOf(table, time.columns);
  const counts = time.periods.length === 0 ? [] : time.columns.slice(-time.periods.length);
  const timed = table.rows.flatMap((row, index): { row: Row; at: number[] }[] => {
    const date = read(texts[index] ?? '');
    if (date === undefined) return [];
    return [{ row, at: [date, ...counts.map((column) => dayCount((row[column.index] ?? '').trim()) ?? 0)] }];
  });
  if (isDescending(table, time)) timed.reverse();
  return timed.sort((a, b) => compare(a.at, b.at)).map(({ row }) => row);
};
