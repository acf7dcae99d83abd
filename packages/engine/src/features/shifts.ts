import pl, { type LazyDataFrame } from 'nodejs-polars';
import { POSITION } from './internal-columns.ts';
import { quoted } from './sql-columns.ts';

/** How far back: so many rows, or as many as a column of the frame says (null: there is no such row). */
type Steps = number | { readonly column: string };

/** A column as it was some rows before. */
export interface Shift {
  readonly column: string;
  readonly steps: Steps;
}

const textOf = (steps: Steps): string => (typeof steps === 'number' ? String(steps) : quoted(steps.column));
const nameOf = ({ column, steps }: Shift): string => `${column} shifted ${textOf(steps)}`;
const rowOf = (steps: Steps): string => `row before ${textOf(steps)}`;

/** A shifted column in SQL: null where the row before is of another entity, or not there. */
export const shiftedSql = (shift: Shift): string =>
  `CASE WHEN ${quoted(POSITION)} >= ${textOf(shift.steps)} THEN ${quoted(nameOf(shift))} END`;

/** Adds shifted columns, whose values `shiftedSql` tells; they go away by `withoutShifts`. */
export const withShifts = (frame: LazyDataFrame, shifts: readonly Shift[]): LazyDataFrame => {
  const groups = [...Map.groupBy(shifts, ({ steps }) => textOf(steps)).values()];
  const rows = groups.flatMap(([first]) =>
    first === undefined || typeof first.steps === 'number' ? [] : [first.steps],
  );
  const known = pl.col(POSITION);
  const row = pl.intRange(pl.lit(0), pl.len()).cast(pl.Int64);
  const numbered = rows.map((steps) => {
    const by = pl.col(steps.column);
    return pl.when(known.gtEq(by)).then(row.sub(by)).otherwise(pl.lit(null)).alias(rowOf(steps));
  });
  const shifted = groups.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { steps } = first;
    const columns = pl.col([...new Set(group.map(({ column }) => column))]);
    const moved = typeof steps === 'number' ? columns.shift(steps) : columns.gather(pl.col(rowOf(steps)));
    return [moved.suffix(nameOf({ column: '', steps }))];
  });
  return (rows.length === 0 ? frame : frame.withColumns(...numbered)).withColumns(...shifted);
};

export const withoutShifts = (frame: LazyDataFrame, shifts: readonly Shift[]): LazyDataFrame => {
  const rows = shifts.flatMap(({ steps }) => (typeof steps === 'number' ? [] : [rowOf(steps)]));
  return frame.drop([...new Set([...shifts.map(nameOf), ...rows])]);
};
