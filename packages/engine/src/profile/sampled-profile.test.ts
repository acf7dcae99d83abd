import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spec } from '@wattline/spec';
import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import type { ReadingsFile } from '../periods/readings-file.ts';
import { profileReadings } from './profile-readings.ts';

const cadenceMs = 30 * 60_000;

test('says so where quantiles rest on a sample, and takes it evenly over buckets', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'readings-'));
  const file = async (bucket: number, first: number, rows: number): Promise<ReadingsFile> => {
    const path = join(folder, `${bucket}.parquet`);
    const a = pl.intRange({ start: first, end: first + rows, eager: true }).alias('a');
    await pl
      .DataFrame([a])
      .lazy()
      .select(
        pl
          .col('a')
          .sub(pl.lit(first))
          .mul(pl.lit(cadenceMs))
          .cast(pl.Int64)
          .cast(pl.Datetime('ms'))
          .alias('event_timestamp'),
        pl.lit(`e${bucket}`).alias('entity'),
        pl.col('a').cast(pl.Float64),
      )
      .withColumns(pl.col('event_timestamp').dt.replaceTimeZone('UTC'))
      .sinkParquet(path, { maintainOrder: true })
      .collect();
    return { bucket, period: '1970', path, rows };
  };
  const files = [await file(0, 0, 600_001), await file(1, 600_001, 600_002)];
  const [from, to] = [new Date(0).toISOString(), new Date(600_001 * cadenceMs).toISOString()];
  const profile = await profileReadings({
    plan: {
      spec: Spec.parse({ time: { column: 't', cadence: '30m' }, values: { a: {} } }),
      from,
      to,
      buckets: files.map(({ bucket, rows }) => ({ bucket, rows, entities: 1, from, to })),
    },
    readings: files,
  });
  // Every second of the numbers 0 to 1,200,002.
  expect(profile.sampled).toEqual({ every: 2, rows: 600_002 });
  expect(profile.values[0]).toMatchObject({
    count: 1_200_003,
    max: 1_200_002,
    mean: 600_001,
    quantiles: { p50: 600_001, p01: 12_000.02 },
  });
  expect(profile.values[0]?.histogram?.counts.reduce((sum, n) => sum + n, 0)).toBe(600_002);
});
