import type { CountedRow, FileRow } from '@wattline/online-transform';

/** Rows that go into files together. */
export interface WaitingRows {
  readonly add: (row: FileRow, of: Pick<CountedRow, 'entity' | 'at'>) => void;
  readonly size: () => number;
  /** The rows of each file. */
  readonly files: () => readonly (readonly FileRow[])[];
}

const isEmpty = (cell: unknown): boolean => cell === null || cell === '';

/**
 * Rows in the order in which they came; of one entity and time, one, in which the cells that came later count, as those
 * of a later upload do.
 *
 * @param emptyCells what an empty cell says. Where it erases, rows with other columns go into other files: a file has
 *   an empty cell where a row lacks a column.
 */
export const createWaitingRows = (emptyCells: 'keep' | 'erase'): WaitingRows => {
  const rows = new Map<string, FileRow>();
  const over = (earlier: FileRow, later: FileRow): FileRow => ({
    ...earlier,
    ...(emptyCells === 'erase'
      ? later
      : Object.fromEntries(Object.entries(later).filter(([, cell]) => !isEmpty(cell)))),
  });
  return {
    add: (row, { entity, at }) => {
      const key = `${at} ${entity}`;
      const earlier = rows.get(key);
      rows.set(key, earlier === undefined ? row : over(earlier, row));
    },
    size: () => rows.size,
    files: () => {
      const all = [...rows.values()];
      if (emptyCells === 'keep') return [all];
      return [...Map.groupBy(all, (row) => JSON.stringify(Object.keys(row).sort())).values()];
    },
  };
};
