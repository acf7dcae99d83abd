import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spec, type SpecInput } from '@wattline/spec';
import pl from 'nodejs-polars';
import { afterAll, describe, expect, test } from 'vitest';
import type { Plan } from '../plan.ts';
import { aggregateBucket } from './aggregate-bucket.ts';
import { aggregateFiles } from './aggregate-files.ts';
import { featureColumns } from './feature-columns.ts';
import { rowFeatures } from './row-features.ts';
import { featureFrame, readingsFrame, rowsOf, spanOf } from './testing/frames.ts';
import type { Reading } from './testing/reference.ts';
import { transformBucket } from './transform-bucket.ts';

const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'buckets-'));
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const specOf = (more: Partial<SpecInput> = {}) =>
  Spec.parse({
    time: { column: 'time', zone: 'Europe/Paris', cadence: '30m' },
    entity: 'entity',
    values: { load: { aggregate: ['mean', 'std'] } },
    rolling: { windows: ['1h', '29h'] },
    differences: { over: ['24h'] },
    partition: { period: 'month' },
    ...more,
  });

/** Months of readings over two clock changes and a new year, with gaps. */
const readings: Reading[] = ['a', 'b'].flatMap((entity, e) =>
  Array.from({ length: 48 * 75 }, (_, i) => ({
    entity,
    at: Date.UTC(2017, 9, 20) + (i + 48 * 11 * e) * 1_800_000,
    values: { load: i % 13 === 0 ? null : Math.sin(i * 0.37) * 100 + (i % 7) / 3 },
    words: {},
  })).filter((_, i) => i % 97 > 20),
);

const planOf = (spec: Spec, readings: readonly Reading[]): Plan => {
  const { from, to } = spanOf(readings);
  const [first, last] = [new Date(from).toISOString(), new Date(to).toISOString()];
  const bucket = { bucket: 3, rows: readings.length, entities: 2, from: first, to: last };
  const content = { sha256: '', bytes: 0 };
  const known = { specSource: 'file', version: '', engineVersion: '', content } as const;
  return { spec, ...known, from: first, to: last, buckets: [bucket] };
};

const run = async (spec: Spec, rowsAtOnce: number, some: readonly Reading[] = readings) => {
  const folder = newFolder();
  const plan = planOf(spec, some);
  const path = join(folder, 'readings.parquet');
  await readingsFrame(spec, some).lazy().sinkParquet(path).collect();
  const { rows, calendar } = await transformBucket({ plan, bucket: 3, readings: [path], folder });
  return aggregateBucket({ plan, bucket: 3, readings: path, rows, calendar, folder, rowsAtOnce });
};

const hash = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('a bucket', () => {
  test.each([
    ['elapsed', 'complete', 1],
    ['wall', 'complete', 3000],
    ['rows', 'observed', 3000],
    ['elapsed', 'observed', 1_000_000],
  ] as const)(
    'in months has the same bits as all at once: clock %s, grid %s, %i rows at once',
    async (...which) => {
      const [clock, grid, rowsAtOnce] = which;
      const spec = specOf({ lags: { by: ['1h', '24h'], clock }, grid });
      const { partitions } = await run(spec, rowsAtOnce);
      expect(partitions.map(({ period }) => period)).toEqual(['2017-10', '2017-11', '2017-12', '2018-01']);
      const all = rowsOf(await featureFrame(spec, readings));
      for (const { period, path, rows, from, to, bucket } of partitions) {
        expect(bucket).toBe(3);
        const frame = pl.readParquet(path);
        expect(frame.columns).toEqual(featureColumns(spec).map(({ name }) => name));
        const own = all.filter((row) => `${row.Year}-${String(row.Month).padStart(2, '0')}` === period);
        expect(rowsOf(frame)).toEqual(own);
        expect(rows).toBe(own.length);
        const times = own.map((row) => Number(row.event_timestamp));
        expect([Date.parse(from), Date.parse(to)]).toEqual([Math.min(...times), Math.max(...times)]);
      }
      expect(partitions.reduce((sum, { rows }) => sum + rows, 0)).toBe(all.length);
    },
  );

  test.each(['complete', 'observed'] as const)(
    'leaves out the first rows of each entity where asked, as many as it looks back, and counts them: grid %s',
    async (grid) => {
      const more = { lags: { by: ['24h'] }, rolling: { windows: ['48h'] }, grid };
      const kept = rowsOf(await featureFrame(specOf(more), readings));
      const begins = new Map(kept.toReversed().map((row) => [row.entity, Number(row.event_timestamp)]));
      const isLate = (row: (typeof kept)[number]): boolean =>
        Number(row.event_timestamp) >= (begins.get(row.entity ?? '') ?? 0) + 48 * 3_600_000;
      const { partitions, counts } = await run(specOf({ ...more, warmup: 'drop' }), 3000);
      const found = partitions.flatMap(({ path }) => rowsOf(pl.readParquet(path)));
      const key = (row: (typeof kept)[number]): string => `${row.event_timestamp} ${row.entity}`;
      const inOrder = (rows: typeof kept) => rows.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
      expect(inOrder(found)).toEqual(inOrder(kept.filter(isLate)));
      expect(counts.warmup).toBe(kept.length - found.length);
      expect(counts.warmup).toBeGreaterThan(0);
    },
  );

  test('has the same bits however many rows are aggregated at once', async () => {
    const spec = specOf({ interval: '24h', lags: { by: ['24h'] }, rolling: { windows: ['48h'] } });
    const folder = newFolder();
    const files = { readings: join(folder, 'readings.parquet'), rows: join(folder, 'rows.parquet') };
    const some = [...readings.slice(0, 700), ...readings.slice(-300)];
    const frame = readingsFrame(spec, some).lazy();
    await frame.sinkParquet(files.readings, { rowGroupSize: 100 }).collect();
    await rowFeatures(spec, spanOf(some))(frame).sinkParquet(files.rows, { rowGroupSize: 150 }).collect();
    const whole = await aggregateFiles(spec, files);
    // Fewer than an interval has, too.
    for (const rowsAtOnce of [301, 30])
      expect(rowsOf(await aggregateFiles(spec, files, rowsAtOnce))).toEqual(rowsOf(whole));
  });

  test('whose row features are not those of its readings is refused', async () => {
    const spec = specOf();
    const folder = newFolder();
    const files = { readings: join(folder, 'readings.parquet'), rows: join(folder, 'rows.parquet') };
    await readingsFrame(spec, readings).lazy().sinkParquet(files.readings).collect();
    const fewer = rowFeatures(spec, spanOf(readings))(readingsFrame(spec, readings.slice(1)).lazy());
    await fewer.sinkParquet(files.rows).collect();
    await expect(aggregateFiles(spec, files)).rejects.toThrow(/and not \d+ as the readings/);
  });

  test('that is one day of 25 hours has the readings of all of them', async () => {
    const spec = specOf({
      values: { load: { aggregate: ['sum', 'count'] } },
      interval: '1d',
      lags: { by: ['1d'] },
      rolling: { windows: ['2d'] },
    });
    const day = Array.from({ length: 50 }, (_, i) => ({
      entity: 'a',
      at: Date.parse('2017-10-28T22:00Z') + i * 1_800_000,
      values: { load: 1 },
      words: {},
    }));
    const { partitions } = await run(spec, 1_000_000, day);
    expect(partitions.flatMap(({ path }) => rowsOf(pl.readParquet(path)))).toMatchObject([
      { load_sum: 50, load_count: 50, readings_present: 50, readings_expected: 50 },
    ]);
  });

  test('with an interval that its calendar lacks is refused', async () => {
    const spec = specOf();
    const plan = planOf(spec, readings);
    const folder = newFolder();
    const path = join(folder, 'readings.parquet');
    await readingsFrame(spec, readings).lazy().sinkParquet(path).collect();
    const { rows, calendar } = await transformBucket({ plan, bucket: 3, readings: [path], folder });
    const shorter = join(folder, 'shorter.parquet');
    const { height } = pl.readParquet(calendar);
    await pl
      .readParquet(calendar)
      .head(height - 2)
      .lazy()
      .sinkParquet(shorter)
      .collect();
    const bucket = { plan, bucket: 3, readings: path, rows, calendar: shorter, folder };
    await expect(aggregateBucket(bucket)).rejects.toThrow('2 aggregated intervals are not in the calendar');
  });

  test('is the same bytes each time', async () => {
    const hashes = async () => (await run(specOf(), 1_000_000)).partitions.map(({ path }) => hash(path));
    expect(await hashes()).toEqual(await hashes());
  });
});
