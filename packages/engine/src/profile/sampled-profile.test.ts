import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spec } from '@wattline/spec';
import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import type { ReadingsFile } from '../periods/readings-file.ts';
import { profileReadings } from './profile-readings.ts';
import { isSampled, sampleOrder } from './sample.ts';

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
  // The eighth part of the numbers 0 to 1,200,002, about evenly.
  expect(profile.sampled).toEqual({ every: 8, rows: 149_998 });
  expect(profile.values[0]).toMatchObject({ count: 1_200_003, max: 1_200_002, mean: 600_001 });
  const { p01 = 0, p50 = 0 } = profile.values[0]?.quantiles ?? {};
  expect(Math.abs(p50 - 600_001)).toBeLessThan(20);
  expect(Math.abs(p01 - 12_000)).toBeLessThan(20);
  expect(profile.values[0]?.histogram?.counts.reduce((sum, n) => sum + n, 0)).toBe(149_998);
});

test('takes every hour of the day alike, whatever the rhythm of the readings', () => {
  const order = sampleOrder(3, '2024-05');
  for (const every of [8, 24, 64, 96, 256]) {
    const hours = Array.from({ length: 24 }, () => 0);
    for (let row = 0; row < 24 * 4000; row += 1)
      if (isSampled(order(row), every)) hours[row % 24] = (hours[row % 24] ?? 0) + 1;
    const fair = 4000 / every;
    for (const count of hours) expect(Math.abs(count - fair)).toBeLessThan(0.2 * fair + 3);
  }
});
