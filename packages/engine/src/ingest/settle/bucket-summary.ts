import pl, { type DataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import type { Bucket } from '../../plan.ts';

const instant = (ms: unknown): string => new Date(Number(ms)).toISOString();

/** What a plan says of a bucket's finished readings. */
export const bucketSummary = async (rows: DataFrame): Promise<Omit<Bucket, 'bucket'>> => {
  const time = pl.col(EVENT_TIMESTAMP).cast(pl.Int64);
  const found = await rows
    .lazy()
    .select(
      time.min().alias('from'),
      time.max().alias('to'),
      pl
        .col(rows.columns[1] ?? '')
        .nUnique()
        .alias('entities'),
    )
    .collect();
  const read = (name: string): unknown => found.getColumn(name).toArray()[0];
  return {
    rows: rows.height,
    entities: Number(read('entities')),
    from: instant(read('from')),
    to: instant(read('to')),
  };
};
