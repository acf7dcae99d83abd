import type { LazyDataFrame } from 'nodejs-polars';
import { calendarNumbers } from './calendar-fields.ts';
import { withSqlColumns } from './sql-columns.ts';

export const seasons = ['Winter', 'Spring', 'Summer', 'Autumn'] as const;

/** Adds 0/1 columns (Int64): meteorological seasons; in the north winter is December to February. */
export const season =
  (options: { readonly hemisphere: 'north' | 'south'; readonly name: (value: string) => string }) =>
  (frame: LazyDataFrame): LazyDataFrame => {
    const halfYear = options.hemisphere === 'south' ? 6 : 0;
    // December is month 0 of the northern winter.
    const month = `(${calendarNumbers.Month} + ${halfYear}) % 12`;
    return withSqlColumns(
      frame,
      seasons.map((value, i) => ({
        name: options.name(value),
        sql: `CAST(${month} BETWEEN ${3 * i} AND ${3 * i + 2} AS BIGINT)`,
      })),
    );
  };
