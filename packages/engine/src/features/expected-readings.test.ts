import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spec } from '@wattline/spec';
import pl from 'nodejs-polars';
import { afterAll, expect, test } from 'vitest';
import type { Bucket, Plan } from '../plan.ts';
import { aggregateBucket } from './aggregate-bucket.ts';
import { readingsFrame, rowsOf, spanOf } from './testing/frames.ts';
import { transformBucket } from './transform-bucket.ts';

const folder = mkdtempSync(join(tmpdir(), 'expected-'));
afterAll(() => rmSync(folder, { recursive: true }));

const MINUTE = 60_000;
const DAY = Date.UTC(2024, 2, 4);

/** Readings of an entity: each at a time of the day (`HH:MM`, or `HH:MM:SS`), with its step in minutes; null: as usual. */
type Times = readonly (readonly [time: string, step: number | null])[];

const every = (minutes: number, from: string, to: string): Times => {
  const [first, last] = [from, to].map((time) => (Date.parse(`2024-03-04T${time}Z`) - DAY) / MINUTE);
  return Array.from({ length: ((last ?? 0) - (first ?? 0)) / minutes }, (_, i) => {
    const at = new Date(DAY + ((first ?? 0) + i * minutes) * MINUTE);
    return [at.toISOString().slice(11, 16), minutes] as const;
  });
};

const covered = async (
  entities: Readonly<Record<string, Times>>,
  more: Partial<Pick<Bucket, 'step'>> & {
    readonly zone?: string;
    readonly interval?: string;
    readonly rowsAtOnce?: number;
  } = {},
) => {
  const { zone = 'UTC', interval = '1h', step = 'each', rowsAtOnce } = more;
  const spec = Spec.parse({
    time: { column: 'time', zone, cadence: '15m' },
    entity: 'entity',
    values: { load: {} },
    calendar: { fields: [] },
    lags: { by: [] },
    interval,
    partition: { period: 'month' },
  });
  const readings = Object.entries(entities).flatMap(([entity, times]) =>
    times.map(([time, own]) => ({
      entity,
      at: Date.parse(`2024-03-04T${time}Z`),
      values: { load: 1, reading_step_ms: own === null ? null : own * MINUTE },
      words: {},
    })),
  );
  const wide = Spec.parse({ ...spec, values: { load: {}, reading_step_ms: {} } });
  const path = join(folder, 'readings.parquet');
  const frame = readingsFrame(wide, readings);
  await frame.lazy().withColumn(pl.col('reading_step_ms').cast(pl.Int64)).sinkParquet(path).collect();
  const { from, to } = spanOf(readings);
  const [first, last] = [new Date(from).toISOString(), new Date(to).toISOString()];
  const bucket = { bucket: 0, rows: readings.length, entities: 1, from: first, to: last, step };
  const known = {
    specSource: 'file',
    version: '',
    engineVersion: '',
    content: { sha256: '', bytes: 0 },
  } as const;
  const plan: Plan = { spec, ...known, from: first, to: last, buckets: [bucket] };
  const files = await transformBucket({ plan, bucket: 0, readings: [path], folder });
  const { partitions } = await aggregateBucket({
    plan,
    bucket: 0,
    ...files,
    folder,
    ...(rowsAtOnce === undefined ? {} : { rowsAtOnce }),
  });
  const rows = partitions.flatMap((partition) => rowsOf(pl.readParquet(partition.path)));
  return rows.map((row) => [
    row.entity,
    new Date(Number(row.event_timestamp)).toISOString().slice(11, 16),
    row.readings_present,
    row.readings_expected,
    row.coverage,
  ]);
};

test('two entities of 15 and 60 minutes are both complete', async () => {
  expect(await covered({ a: every(15, '00:00', '02:00'), b: every(60, '00:00', '02:00') })).toEqual([
    ['a', '00:00', 4, 4, 1],
    ['a', '01:00', 4, 4, 1],
    ['b', '00:00', 1, 1, 1],
    ['b', '01:00', 1, 1, 1],
  ]);
});

test('a step that changes at an interval’s start holds from then on, and in a gap until the next reading', async () => {
  const times: Times = [
    ...every(30, '00:00', '02:00'),
    ...every(15, '02:00', '03:00'),
    // Two hours are missing.
    ...every(5, '05:00', '06:00'),
  ];
  expect(await covered({ a: times })).toEqual([
    ['a', '00:00', 2, 2, 1],
    ['a', '01:00', 2, 2, 1],
    ['a', '02:00', 4, 4, 1],
    ['a', '03:00', 0, 4, 0],
    ['a', '04:00', 0, 4, 0],
    ['a', '05:00', 12, 12, 1],
  ]);
});

test('steps that change within an interval count each while it holds, wherever readings begin', async () => {
  const times: Times = [
    ...every(30, '00:07', '01:07'),
    // 00:07, 00:37, then every five minutes from 01:07 on, every quarter of an hour from 01:42 on.
    ...every(5, '01:07', '01:42'),
    ...every(15, '01:42', '02:42'),
  ];
  expect(await covered({ a: times })).toEqual([
    ['a', '00:00', 2, 2, 1],
    // 01:07 to 01:37 are seven readings, 01:42 and 01:57 two.
    ['a', '01:00', 9, 9, 1],
    ['a', '02:00', 2, 4, 0.5],
  ]);
});

test('a reading that comes a little late or early begins its step where it should have', async () => {
  const times: Times = [...every(30, '00:00', '02:00'), ['02:00:08', 5], ...every(5, '02:05', '03:00')];
  expect(await covered({ a: times })).toEqual([
    ['a', '00:00', 2, 2, 1],
    ['a', '01:00', 2, 2, 1],
    ['a', '02:00', 12, 12, 1],
  ]);
});

test('readings without a step of their own come as most do', async () => {
  const times: Times = [
    ['00:00', null],
    ['00:15', null],
    ['00:45', null],
  ];
  expect(await covered({ a: times })).toEqual([['a', '00:00', 3, 4, 0.75]]);
  expect(await covered({ a: times.map(([time]) => [time, null]) }, { step: 30 * MINUTE })).toEqual([
    ['a', '00:00', 3, 2, 1.5],
  ]);
});

test('is the same however many rows are worked on at once', async () => {
  const times: Times = [...every(30, '00:00', '03:20'), ...every(10, '03:20', '12:00')];
  const entities = { a: times, b: every(60, '00:00', '12:00') };
  expect(await covered(entities, { rowsAtOnce: 1 })).toEqual(await covered(entities));
});
