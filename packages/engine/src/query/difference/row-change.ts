import type { DataFrame } from 'nodejs-polars';
import { type Cell, cellColumn, cellsOf } from '../cells.ts';
import type { Column } from '../column.ts';
import { CHANGE, comparedColumns, ENTITY, type Side, sideColumn, TIME } from './changed-rows.ts';

/** A cell that is not what it was. Of a row that is new there is no `from`, of one that is gone no `to`. */
export interface CellChange {
  readonly column: string;
  readonly from?: Cell;
  readonly to?: Cell;
}

/** A row that is not what it was: all cells of one that is new or gone, else those that changed. */
export interface RowChange {
  readonly change: 'added' | 'removed' | 'changed';
  readonly entity: string;
  /** ISO 8601. */
  readonly eventTimestamp: string;
  readonly cells: readonly CellChange[];
}

/** JSON has no -0. */
const NEGATIVE_ZERO = '-0';

const exact = (cell: Cell): Cell => (Object.is(cell, -0) ? NEGATIVE_ZERO : cell);

const isChange = (text: unknown): text is RowChange['change'] =>
  text === 'added' || text === 'removed' || text === 'changed';

const read = (side: 'from' | 'to', columns: readonly Column[], frame: DataFrame) =>
  columns
    .map(({ dtype }, index) => ({ name: sideColumn(side, index), dtype }))
    // A side without files has no columns.
    .map((column) => (frame.columns.includes(column.name) ? column : undefined));

/** The rows of a collected frame of `changedRows`. */
export const rowChanges = (frame: DataFrame, from: Side, to: Side): RowChange[] => {
  const sides = { from: read('from', from.columns, frame), to: read('to', to.columns, frame) };
  const present = [...sides.from, ...sides.to].filter((column) => column !== undefined);
  const names = [
    { name: ENTITY, dtype: 'String' },
    { name: TIME, dtype: 'Datetime(ms, UTC)' },
    { name: CHANGE, dtype: 'String' },
    ...present,
  ] as const;
  const places = new Map(names.map(({ name }, index) => [name, index]));
  const both = comparedColumns(from.columns, to.columns);
  return cellsOf(frame.select(...names.map(cellColumn)), names).map((row): RowChange => {
    const cellOf = (side: 'from' | 'to', index: number): Cell => {
      const place = places.get(sideColumn(side, index));
      return place === undefined ? null : exact(row[place] ?? null);
    };
    const [entity, eventTimestamp, change] = row;
    if (!isChange(change)) throw new Error(`a row is ${change}`);
    const cells: Record<RowChange['change'], () => CellChange[]> = {
      added: () => to.columns.map(({ name: column }, index) => ({ column, to: cellOf('to', index) })),
      removed: () => from.columns.map(({ name: column }, index) => ({ column, from: cellOf('from', index) })),
      changed: () =>
        both
          .map(({ column, ...at }) => ({
            column: column.name,
            from: cellOf('from', at.from),
            to: cellOf('to', at.to),
          }))
          .filter((cell) => cell.from !== cell.to),
    };
    return {
      change,
      entity: String(entity),
      eventTimestamp: String(eventTimestamp),
      cells: cells[change](),
    };
  });
};
