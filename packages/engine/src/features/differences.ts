import type { LazyDataFrame } from 'nodejs-polars';
import { type Shift, shiftedSql, withoutShifts, withShifts } from './shifts.ts';
import { quoted, withSqlColumns } from './sql-columns.ts';

export interface Difference extends Shift {
  readonly name: string;
}

/** Adds x(t) − x(t − d) on a complete grid, per entity; null where either has no reading. */
export const differences = (options: {
  readonly differences: readonly Difference[];
}): ((frame: LazyDataFrame) => LazyDataFrame) => {
  const { differences: all } = options;
  const results = all.map((some) => ({
    name: some.name,
    sql: `${quoted(some.column)} - ${shiftedSql(some)}`,
  }));
  if (all.length === 0) return (frame) => frame;
  return (frame) => withoutShifts(withSqlColumns(withShifts(frame, all), results), all);
};
