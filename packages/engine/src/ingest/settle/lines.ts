import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pl, { type DataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { writeKept } from '../../features/feature-file.ts';
import type { ReadingPeriod } from '../../periods/reading-periods.ts';
import { splitReadings } from '../../periods/split-readings.ts';
import { LINE } from '../read/fields.ts';

/** Of which line each reading of a file is. */
export interface Lines {
  /** Takes a bucket's settled rows; `periods` hold all of them. */
  readonly add: (bucket: number, settled: DataFrame, periods: readonly ReadingPeriod[]) => Promise<void>;
  /** A file with a column `line`, in the order of the readings' files and of their rows. */
  readonly end: () => Promise<string>;
}

/** @param folder where files are written; there already */
export const createLines = (folder: string): Lines => {
  const paths = new Map<number, string>();
  return {
    add: async (bucket, settled, periods) => {
      const rows = settled.select(EVENT_TIMESTAMP, LINE);
      const parts = await splitReadings(rows, periods);
      const line = pl.col(LINE).cast(pl.Int64).alias('line');
      const path = join(folder, `lines-${bucket}.arrow`);
      // Read once, at the end: not worth packing.
      await pl
        .concat(parts.map((part) => part.rows.lazy().select(line)))
        .sinkIpc(path)
        .collect();
      paths.set(bucket, path);
    },
    end: async () => {
      const path = join(folder, 'lines.parquet');
      const parts = [...paths].sort(([a], [b]) => a - b).map(([, part]) => part);
      const all =
        parts.length === 0
          ? pl.DataFrame({ line: [] }, { schema: { line: pl.Int64 } }).lazy()
          : pl.concat(parts.map((part) => pl.scanIPC(part)));
      await writeKept(all, path);
      await Promise.all(parts.map((part) => rm(part)));
      return path;
    },
  };
};
