import { type Cell, cellColumn, cellsOf, type TypedColumn } from './cells.ts';
import { scanFile } from './scan-rows.ts';

/** The first rows of a Parquet file, as JSON can hold them. */
export const firstCells = async (
  path: string,
  columns: readonly TypedColumn[],
  limit: number,
): Promise<Cell[][]> => {
  const frame = await scanFile(path)
    .slice(0, limit)
    .select(...columns.map(cellColumn))
    .collect();
  return cellsOf(frame, columns);
};
