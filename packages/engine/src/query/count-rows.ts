import pl from 'nodejs-polars';
import pMap from 'p-map';
import type { OpenFeatureSet } from './open-feature-set.ts';
import { filesWith, type RowFile, type RowFilter } from './row-files.ts';
import { predicateOf, scanRows } from './scan-rows.ts';

export interface CountedFile {
  readonly file: RowFile;
  /** Those that the filter lets through. */
  readonly rows: number;
}

const FILES_AT_ONCE = 2;

/** How many rows of each file the filter lets through. What the manifest says is not counted again. */
export const countRows = (set: OpenFeatureSet, filter: RowFilter): Promise<CountedFile[]> =>
  pMap(
    filesWith(set.manifest, filter),
    async (file) => {
      const predicate = predicateOf(set.manifest, file, filter);
      if (predicate === undefined) return { file, rows: file.rows };
      const rows = await set.useFile(file, async (path) => {
        const count = await scanRows(path, predicate)
          .select(pl.len().cast(pl.Float64).alias('rows'))
          .collect();
        return Number(count.getColumn('rows').toArray()[0]);
      });
      return { file, rows };
    },
    { concurrency: FILES_AT_ONCE },
  );
