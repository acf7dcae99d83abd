import type { LazyDataFrame } from 'nodejs-polars';
import { calendarNumbers } from './calendar-fields.ts';
import { withSqlColumns } from './sql-columns.ts';

/** Six hours each, from midnight on. */
export const timesOfDay = ['Night', 'Morning', 'Afternoon', 'Evening'] as const;

/** Adds 0/1 columns (Int64): Night 0–5, Morning 6–11, Afternoon 12–17, Evening 18–23, by the local hour. */
export const timeOfDay =
  ({ name }: { readonly name: (value: string) => string }) =>
  (frame: LazyDataFrame): LazyDataFrame =>
    withSqlColumns(
      frame,
      timesOfDay.map((value, i) => ({
        name: name(value),
        sql: `CAST(${calendarNumbers.Hour} BETWEEN ${6 * i} AND ${6 * i + 5} AS BIGINT)`,
      })),
    );
