import { type Cell, cellColumn, cellsOf } from './cells.ts';
import type { Column } from './column.ts';
import { countRows } from './count-rows.ts';
import type { OpenFeatureSet } from './open-feature-set.ts';
import type { RowFilter } from './row-files.ts';
import { predicateOf, scanRows } from './scan-rows.ts';

export interface RowPage {
  readonly rows: readonly Cell[][];
  /** Of all rows that the filter lets through. */
  readonly total: number;
}

/** Some rows of a feature set. Reads the files that have them and no others, and of these the wanted columns. */
export const readRows = async (
  set: OpenFeatureSet,
  wanted: {
    readonly columns: readonly Column[];
    readonly filter: RowFilter;
    readonly offset: number;
    readonly limit: number;
  },
): Promise<RowPage> => {
  const { columns, filter, offset, limit } = wanted;
  const counted = await countRows(set, filter);
  const rows: Cell[][] = [];
  let before = 0;
  for (const { file, rows: count } of counted) {
    const skip = Math.max(0, offset - before);
    before += count;
    const take = Math.min(limit - rows.length, count - skip);
    if (take <= 0) continue;
    const found = await set.useFile(file, (path) =>
      scanRows(path, predicateOf(set.manifest, file, filter))
        .slice(skip, take)
        .select(...columns.map(cellColumn))
        .collect(),
    );
    rows.push(...cellsOf(found, columns));
  }
  return { rows, total: before };
};
