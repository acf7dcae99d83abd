import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pl, { type LazyDataFrame } from 'nodejs-polars';
import type { FeatureColumn } from '../features/feature-columns.ts';
import { type FeaturePartition, partitionPath } from './partition.ts';

/** One feature row: entity `e<entity>`, `hour` hours after 2017-01-01T00Z. */
export interface Row {
  readonly entity: number;
  readonly hour: number;
  readonly load: number | null;
  readonly lag: number | null;
  readonly target: number | null;
}

const column = (
  name: string,
  kind: FeatureColumn['kind'],
  role: FeatureColumn['role'],
  dtype: FeatureColumn['dtype'] = 'Float64',
): FeatureColumn => ({
  name,
  kind,
  dtype,
  from: 'test',
  scaled: kind !== 'calendar',
  role,
});

/** Deliberately not in the order of a training set. */
export const columns: FeatureColumn[] = [
  column('event_timestamp', 'time', 'time', 'Datetime(ms, UTC)'),
  column('entity', 'entity', 'entity', 'String'),
  column('target', 'value', 'target'),
  column('load', 'value', 'feature'),
  column('secret', 'value', 'withheld'),
  column('load_lag_4h', 'lag', 'feature'),
  column('Hour', 'calendar', 'feature', 'Int64'),
];

const start = Date.UTC(2017, 0, 1);
export const instantOfHour = (hour: number): string => new Date(start + hour * 3_600_000).toISOString();

const float = (name: string, values: readonly (number | null)[]) => pl.Series(name, [...values], pl.Float64);

export const frameOf = (rows: readonly Row[]): LazyDataFrame =>
  pl
    .DataFrame({
      event_timestamp: float(
        'event_timestamp',
        rows.map((row) => start + row.hour * 3_600_000),
      ),
      entity: pl.Series(
        'entity',
        rows.map((row) => `e${row.entity}`),
        pl.String,
      ),
      target: float(
        'target',
        rows.map((row) => row.target),
      ),
      load: float(
        'load',
        rows.map((row) => row.load),
      ),
      secret: float(
        'secret',
        rows.map(() => 7),
      ),
      load_lag_4h: float(
        'load_lag_4h',
        rows.map((row) => row.lag),
      ),
      Hour: float(
        'Hour',
        rows.map((row) => row.hour % 24),
      ),
    })
    .lazy()
    .withColumns(
      pl.col('event_timestamp').cast(pl.Int64).cast(pl.Datetime('ms')).dt.replaceTimeZone('UTC'),
      pl.col('Hour').cast(pl.Int64),
    );

/** Writes rows as feature files, an entity to bucket `entity % buckets` and `periodHours` hours to a period. */
export const writePartitions = async (
  rows: readonly Row[],
  { buckets, periodHours }: { buckets: number; periodHours: number },
): Promise<FeaturePartition[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'partitions-'));
  const groups = Map.groupBy(
    rows.toSorted((a, b) => a.entity - b.entity || a.hour - b.hour),
    (row) => `${row.entity % buckets}/${String(Math.floor(row.hour / periodHours)).padStart(4, '0')}`,
  );
  const partitions: FeaturePartition[] = [];
  for (const [key, some] of groups) {
    const [bucket = '', period = ''] = key.split('/');
    const path = join(folder, partitionPath(Number(bucket), period));
    mkdirSync(dirname(path), { recursive: true });
    await frameOf(some).sinkParquet(path, { maintainOrder: true }).collect();
    partitions.push({ bucket: Number(bucket), period, path, rows: some.length });
  }
  return partitions;
};
