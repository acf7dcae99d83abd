import { join } from 'node:path';
import { timed } from '@wattline/steps';
import type { DataFrame } from 'nodejs-polars';
import type { ReadingPeriod } from '../../periods/reading-periods.ts';
import type { BucketFile, ReadingsFile } from '../../periods/readings-file.ts';
import { splitReadings } from '../../periods/split-readings.ts';

/** The same readings are the same bytes. */
export const writeReadingsFile = (readings: DataFrame, path: string): Promise<DataFrame> =>
  timed('write', () =>
    readings
      .lazy()
      .sinkParquet(path, {
        compression: 'lz4',
        statistics: false,
        rowGroupSize: 250_000,
        maintainOrder: true,
      })
      .collect(),
  );

/** A bucket's readings by period and, where it has several, all of them in one file too. */
export interface WrittenReadings {
  readonly files: readonly ReadingsFile[];
  readonly whole: readonly BucketFile[];
}

/** Writes a bucket's readings as the next stage reads them. */
export const writeReadings = async (
  readings: DataFrame,
  to: {
    readonly bucket: number;
    /** Hold all readings. */
    readonly periods: readonly ReadingPeriod[];
    readonly folder: string;
    /** The first word of the files' names. */
    readonly name: string;
    /** Sees the readings of each period while they are written. */
    readonly look?: ((period: string, rows: DataFrame) => Promise<void>) | undefined;
  },
): Promise<WrittenReadings> => {
  const { bucket, periods, folder, name } = to;
  const files: ReadingsFile[] = [];
  for (const { period, rows } of await splitReadings(readings, periods)) {
    const path = join(folder, `${name}-${bucket}-${period}.parquet`);
    await Promise.all([writeReadingsFile(rows, path), to.look?.(period, rows)]);
    files.push({ bucket, period, path, rows: rows.height });
  }
  if (files.length === 1) return { files, whole: [] };
  const path = join(folder, `${name}-${bucket}.parquet`);
  await writeReadingsFile(readings, path);
  return { files, whole: [{ bucket, path, rows: readings.height }] };
};

/** In the order of buckets, and of periods within. */
export const inOrderOfPeriods = (files: readonly ReadingsFile[]): ReadingsFile[] =>
  files.toSorted((a, b) => a.bucket - b.bucket || (a.period < b.period ? -1 : 1));
