import { POSITION, type Shift, shiftName, stepsSql } from '@wattline/features';
import pl, { type LazyDataFrame } from 'nodejs-polars';

const rowName = ({ steps }: Shift): string => `row before ${stepsSql(steps)}`;

/** Adds columns under their `shiftName`; `withoutShifts` removes them. */
export const withShifts = (frame: LazyDataFrame, shifts: readonly Shift[]): LazyDataFrame => {
  const groups = [...Map.groupBy(shifts, ({ steps }) => stepsSql(steps)).values()];
  const firsts = groups.flatMap(([first]) => (first === undefined ? [] : [first]));
  const position = pl.col(POSITION);
  const row = pl.intRange(pl.lit(0), pl.len()).cast(pl.Int64);
  const rows = firsts.flatMap((shift) => {
    if (typeof shift.steps === 'number') return [];
    const by = pl.col(shift.steps.column);
    return [pl.when(position.gtEq(by)).then(row.sub(by)).otherwise(pl.lit(null)).alias(rowName(shift))];
  });
  const shifted = groups.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const columns = pl.col([...new Set(group.map(({ column }) => column))]);
    const moved =
      typeof first.steps === 'number' ? columns.shift(first.steps) : columns.gather(pl.col(rowName(first)));
    return [moved.suffix(shiftName({ ...first, column: '' }))];
  });
  return (rows.length === 0 ? frame : frame.withColumns(...rows)).withColumns(...shifted);
};

export const withoutShifts = (frame: LazyDataFrame, shifts: readonly Shift[]): LazyDataFrame => {
  const rows = shifts.filter(({ steps }) => typeof steps !== 'number').map(rowName);
  return frame.drop([...new Set([...shifts.map(shiftName), ...rows])]);
};
