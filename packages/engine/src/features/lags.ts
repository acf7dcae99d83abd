import type { LazyDataFrame } from 'nodejs-polars';
import { type Shift, shiftedSql, withoutShifts, withShifts } from './shifts.ts';
import { withSqlColumns } from './sql-columns.ts';

export interface Lag extends Shift {
  readonly name: string;
}

/**
 * Adds columns as they were some rows before in the same entity. On a complete grid a row is an interval.
 *
 * Null, or `fill`, where there is none.
 */
export const lags = (options: {
  readonly lags: readonly Lag[];
  readonly fill?: number | undefined;
}): ((frame: LazyDataFrame) => LazyDataFrame) => {
  const { lags: all, fill } = options;
  const results = all.map((lag) => {
    const sql = shiftedSql(lag);
    return { name: lag.name, sql: fill === undefined ? sql : `COALESCE(${sql}, ${fill})` };
  });
  if (all.length === 0) return (frame) => frame;
  return (frame) => withoutShifts(withSqlColumns(withShifts(frame, all), results), all);
};
