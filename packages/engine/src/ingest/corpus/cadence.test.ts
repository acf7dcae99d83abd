import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spec, type SpecInput } from '@wattline/spec';
import pl from 'nodejs-polars';
import { afterAll, expect, test } from 'vitest';
import { aggregateBucket, transformBucket } from '../../features/index.ts';
import { bucketPaths } from '../../periods/bucket-paths.ts';
import { ingestContent, type Outcome, rejectionOf } from '../testing/ingest-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'cadence-'));
afterAll(() => rmSync(folder, { recursive: true }));

const MINUTE = 60_000;
const HOUR = 60;
const begin = Date.UTC(2024, 2, 4);

/** Times of readings, minutes after the beginning. */
const every = (minutes: number, from: number, to: number): number[] =>
  Array.from({ length: (to - from) / minutes }, (_, i) => from + i * minutes);

/** Always the same numbers from 0 to 1. */
const numbers = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
};

const iso = (minutes: number): string => new Date(begin + Math.round(minutes * MINUTE)).toISOString();
const csv = (series: Readonly<Record<string, readonly number[]>>): string => {
  const lines = Object.entries(series).flatMap(([name, times]) =>
    times.map((at, i) => `${iso(at)},${name},${(i * 7) % 100}.5`),
  );
  return `time,meter,load\n${lines.join('\n')}\n`;
};

interface Row {
  readonly entity: string;
  readonly at: string;
  readonly present: number;
  readonly expected: number;
  readonly coverage: number | null;
}

const coverageOf = async ({ plan: found, readings }: Outcome): Promise<Row[]> => {
  // Of its own: a test that is out of time may still write.
  const scratch = mkdtempSync(join(folder, 'of-'));
  const plan = {
    ...found,
    spec: {
      ...found.spec,
      ...Spec.parse({ ...spec, entity: found.spec.entity }),
      time: found.spec.time,
      interval: found.spec.interval,
    },
  };
  const rows: Row[] = [];
  for (const [bucket, paths] of bucketPaths(readings)) {
    const files = await transformBucket({ plan, bucket, readings: paths, folder: scratch });
    const { partitions } = await aggregateBucket({ plan, bucket, ...files, folder: scratch });
    for (const { path: own } of partitions) {
      const frame = pl
        .readParquet(own)
        .select(
          pl.col(plan.spec.entity ?? 'entity'),
          pl.col('event_timestamp').cast(pl.Int64).cast(pl.Float64),
          ...['readings_present', 'readings_expected'].map((name) => pl.col(name).cast(pl.Float64)),
          pl.col('coverage'),
        );
      for (const [entity, at, present, expected, coverage] of frame.rows())
        rows.push({
          entity: String(entity),
          at: new Date(Number(at)).toISOString(),
          present: Number(present),
          expected: Number(expected),
          coverage: coverage === null ? null : Number(coverage),
        });
    }
  }
  return rows.toSorted((a, b) => (a.entity < b.entity ? -1 : a.entity > b.entity ? 1 : a.at < b.at ? -1 : 1));
};

const incomplete = (rows: readonly Row[]): Row[] => rows.filter(({ coverage }) => coverage !== 1);
const cadenceOf = ({ plan }: Outcome) => [plan.spec.time.cadence, plan.spec.time.cadences];
const words = ({ receipt }: Outcome): string | undefined =>
  receipt.evidence.find(({ key }) => key === 'time.cadences')?.decision;

const spec: SpecInput = {
  time: { column: 'time' },
  entity: 'meter',
  values: { load: {} },
  lags: { by: [] },
  calendar: { fields: [] },
};

test('two series of 15 and 60 minutes each have their own cadence, and are complete', async () => {
  const done = await ingestContent(csv({ A: every(15, 0, 24 * HOUR), B: every(60, 0, 24 * HOUR) }));
  expect(cadenceOf(done)).toEqual(['15m', 'own']);
  expect(words(done)).toBe('a reading every 15m for A; 1h for B');
  const rows = await coverageOf(done);
  expect(rows.map(({ expected }) => expected)).toEqual([...Array(24).fill(4), ...Array(24).fill(1)]);
  expect(incomplete(rows)).toEqual([]);
});

const changing = [
  ...every(30, 0, 48 * HOUR),
  ...every(15, 48 * HOUR, 72 * HOUR),
  ...every(5, 72 * HOUR, 96 * HOUR),
];

test('a cadence that changes from 30 to 15 to 5 minutes is complete throughout', async () => {
  const done = await ingestContent(csv({ A: changing }));
  expect(cadenceOf(done)).toEqual(['5m', 'own']);
  expect(words(done)).toBe(
    'a reading every 30m until 2024-03-06 00:00 UTC, then 15m until 2024-03-07 00:00 UTC, then 5m',
  );
  const rows = await coverageOf(done);
  expect(rows.map(({ expected }) => expected)).toEqual([
    ...Array(48).fill(2),
    ...Array(24).fill(4),
    ...Array(24).fill(12),
  ]);
  expect(incomplete(rows)).toEqual([]);
});

test('gaps count as such at the step that was in force', async () => {
  // Of the second day an hour, of the last one two readings.
  const missing = new Set([...every(30, 30 * HOUR, 31 * HOUR), 80 * HOUR + 10, 80 * HOUR + 35]);
  const rows = await coverageOf(await ingestContent(csv({ A: changing.filter((at) => !missing.has(at)) })));
  expect(incomplete(rows)).toEqual([
    { entity: 'A', at: '2024-03-05T06:00:00.000Z', present: 0, expected: 2, coverage: 0 },
    { entity: 'A', at: '2024-03-07T08:00:00.000Z', present: 10, expected: 12, coverage: 10 / 12 },
  ]);
});

test('jitter is no change, and hides none', async () => {
  const random = numbers(3);
  const shaken = changing.map((at) => at + 0.02 + random() * 0.3);
  const done = await ingestContent(csv({ A: shaken }));
  expect(cadenceOf(done)).toEqual(['5m', 'own']);
  expect((await coverageOf(done)).map(({ expected }) => expected)).toEqual([
    ...Array(48).fill(2),
    ...Array(24).fill(4),
    ...Array(24).fill(12),
  ]);
});

test('a clock in milliseconds with jitter has one cadence', async () => {
  const random = numbers(5);
  const shaken = every(5, 0, 20 * 24 * HOUR).map((at) => at + random() * 1.5);
  expect(cadenceOf(await ingestContent(csv({ A: shaken })))).toEqual(['5m', undefined]);
});

test.for([0.05, 0.3, 0.5])(
  'readings that are missing here and there, a share of %f, are no other cadence',
  async (share) => {
    const random = numbers(11);
    const some = (): number[] => every(15, 0, 30 * 24 * HOUR).filter(() => random() >= share);
    const done = await ingestContent(csv({ A: some(), B: some() }));
    expect(cadenceOf(done)).toEqual(['15m', undefined]);
    expect(done.columns).toEqual(['event_timestamp', 'meter', 'load']);
  },
);

test('a few hours of which every second reading is missing are gaps, not a cadence of their own', async () => {
  const times = every(15, 0, 48 * HOUR).filter((at) => at < 600 || at > 1200 || at % 30 === 0);
  expect(cadenceOf(await ingestContent(csv({ A: times })))).toEqual(['15m', undefined]);
});

test('events that come as they happen have no cadence of their own', async () => {
  const random = numbers(17);
  const events = (mean: number): number[] => {
    let at = 0;
    return Array.from({ length: 2000 }, () => {
      at += -Math.log(1 - random() * 0.999) * mean;
      return Math.round(at * 60) / 60;
    });
  };
  const done = await ingestContent(csv({ A: events(4), B: events(9) }), { spec });
  expect(done.plan.spec.time.cadences).toBeUndefined();
});

test('readings at the end of their intervals go back by their own step', async () => {
  const starts = { A: changing, B: every(60, 0, 96 * HOUR) };
  const ends = {
    A: changing.map((at) => at + (at < 48 * HOUR ? 30 : at < 72 * HOUR ? 15 : 5)),
    B: starts.B.map((at) => at + 60),
  };
  const labelled = await ingestContent(csv(ends), {
    spec: { ...spec, time: { column: 'time', label: 'end' } },
  });
  const plain = await ingestContent(csv(starts), { spec });
  expect(labelled.rows).toEqual(plain.rows);
  expect(incomplete(await coverageOf(labelled))).toEqual([]);
});

test('coverage is the same in however many buckets the series are', async () => {
  const text = csv({ A: changing, B: every(60, 0, 96 * HOUR), C: every(15, 0, 96 * HOUR), D: [0, 15, 30] });
  const rows = await Promise.all(
    [1, 2, 16].map(async (entityBuckets) =>
      coverageOf(await ingestContent(text, { spec: { ...spec, partition: { entityBuckets } } })),
    ),
  );
  expect(rows[0]?.length).toBe(3 * 96 + 1);
  expect(rows[1]).toEqual(rows[0]);
  expect(rows[2]).toEqual(rows[0]);
});

test('a declared cadence holds for all series, unless the spec says that they have their own', async () => {
  const text = csv({ A: every(15, 0, 24 * HOUR), B: every(60, 0, 24 * HOUR) });
  const time = { column: 'time', cadence: '15m' } as const;
  const one = await ingestContent(text, { spec: { ...spec, time } });
  expect(cadenceOf(one)).toEqual(['15m', undefined]);
  expect((await coverageOf(one)).at(-1)).toMatchObject({ expected: 4, coverage: 0.25 });
  const own = await ingestContent(text, { spec: { ...spec, time: { ...time, cadences: 'own' } } });
  expect(incomplete(await coverageOf(own))).toEqual([]);
  const none = await ingestContent(text, { spec: { ...spec, time: { column: 'time', cadences: 'one' } } });
  expect(cadenceOf(none)).toEqual(['15m', 'one']);
});

test('the spec as it was found out gives the same again', async () => {
  const text = csv({ A: changing, B: every(60, 0, 96 * HOUR) });
  const first = await ingestContent(text);
  const again = await ingestContent(text, { spec: first.plan.spec });
  expect(again.plan.version).toBe(first.plan.version);
  expect(again.plan.buckets).toEqual(first.plan.buckets);
  expect(words(again)).toBe(words(first));
});

test('a series that comes more seldom than intervals is expected once in each', async () => {
  const rows = await coverageOf(
    await ingestContent(csv({ A: every(15, 0, 240 * HOUR), B: every(24 * HOUR, 0, 240 * HOUR) }), { spec }),
  );
  const days = rows.filter(({ entity }) => entity === 'B');
  expect(new Set(days.map(({ expected }) => expected))).toEqual(new Set([1]));
  expect(days.slice(0, 2).map(({ coverage }) => coverage)).toEqual([1, 0]);
});

const DAYS = 24 * HOUR;
const seldom = csv({ A: every(15, 0, 10 * DAYS), B: every(24 * HOUR, 0, 10 * DAYS) });
test.for<[what: string, text: string, spec: SpecInput | undefined, said: string | undefined]>([
  ['found out', seldom, undefined, "of 'B' ('B': 10 readings in 217 intervals)"],
  ['declared', seldom, spec, "of 'B' ('B': 10 readings in 217 intervals)"],
  ['observed', seldom, { ...spec, grid: 'observed' }, undefined],
  ['by the day', seldom, { ...spec, interval: '1d' }, undefined],
  ['amounts', seldom, { ...spec, values: { load: { kind: 'total', aggregate: ['sum'] } } }, undefined],
  ['all alike', csv({ A: every(DAYS, 0, 40 * DAYS), B: every(DAYS, 0, 40 * DAYS) }), undefined, undefined],
  [
    'many',
    csv({
      A: every(15, 0, 4 * DAYS),
      ...Object.fromEntries(['b', 'c', 'd', 'e'].map((name) => [name, every(6 * HOUR, 0, 4 * DAYS)])),
    }),
    { ...spec, time: { column: 'time', cadence: '15m' } },
    "of 'b', 'c', 'd' and 1 more ('b': 16 readings in 91 intervals)",
  ],
])(
  'series that come more seldom than intervals are named with what helps: %s',
  async ([, text, by, said]) => {
    const { receipt } = await ingestContent(text, by === undefined ? {} : { spec: by });
    const warnings = receipt.warnings.filter((warning) => warning.startsWith('most intervals of 1h'));
    expect(warnings).toEqual(
      said === undefined
        ? []
        : [
            `most intervals of 1h have no reading ${said} and will be empty; set interval to how often they come, or grid: observed for rows only where there are readings`,
          ],
    );
  },
);

test.for<[step: number, text: string, write: (ms: number) => string]>([
  [100, '100ms', (ms) => new Date(begin + ms).toISOString()],
  [500, '500ms', (ms) => new Date(begin + ms).toISOString()],
  [100, '100ms', (ms) => ((begin + ms) / 1000).toFixed(1)],
  [100, '100ms', (ms) => `${begin + ms}000`],
  [20, '20ms', (ms) => `${new Date(begin + ms).toISOString().slice(0, -1)}000Z`],
])('readings every %i ms are all kept, and complete', async ([step, cadence, write]) => {
  const count = 20_000 / step;
  const lines = Array.from({ length: count }, (_, i) => `${write(i * step)},A,${i % 3}.5`);
  const done = await ingestContent(`time,meter,load\n${lines.join('\n')}\n`);
  expect(cadenceOf(done)).toEqual([cadence, undefined]);
  expect(done.receipt.rows).toMatchObject({ accepted: count, exactDuplicates: 0, conflicts: 0 });
  expect(done.rows[1]?.[0]).toBe(new Date(begin + step).toISOString());
  const seconds = { ...done.plan, spec: { ...done.plan.spec, interval: '1s' } };
  const rows = await coverageOf({ ...done, plan: seconds });
  expect(rows.length).toBe(20);
  expect(incomplete(rows)).toEqual([]);
});

test('readings every quarter of a millisecond are refused, also where they are all alike', async () => {
  for (const write of [
    (us: number) => `2024-03-04T00:00:00.${String(us).padStart(6, '0')}Z`,
    (us: number) => String(begin * 1000 + us),
  ]) {
    const lines = Array.from({ length: 400 }, (_, i) => `${write(i * 250)},1.5`);
    const error = await rejectionOf(`time,load\n${lines.join('\n')}\n`);
    expect([error.code, error.place.column]).toEqual(['TIME_TOO_FINE', 'time']);
  }
});

test('rows that come twice in a log with microseconds are repeats', async () => {
  const lines = Array.from(
    { length: 400 },
    (_, i) =>
      `2024-03-04T00:${String(Math.floor(i / 120)).padStart(2, '0')}:${String(Math.floor(i / 2) % 60).padStart(2, '0')}.123456Z,${Math.floor(i / 2)}.5`,
  );
  const { receipt } = await ingestContent(`time,load\n${lines.join('\n')}\n`);
  expect(receipt.rows).toMatchObject({ accepted: 200, exactDuplicates: 200 });
});
