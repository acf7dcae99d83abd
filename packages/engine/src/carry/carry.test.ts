import { mkdirSync, readFileSync } from 'node:fs';
import { sha256 } from '@wattline/hash';
import type { SpecInput } from '@wattline/spec';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aggregateBucket, transformBucket } from '../features/index.ts';
import { ingestContent, type Outcome, scratchFolder } from '../ingest/testing/ingest-text.ts';
import { bucketPaths } from '../periods/bucket-paths.ts';
import { divideWork } from './divide-work.ts';
import { writeEntityFiles } from './entity-files.ts';
import type { PartitionKey } from './partition-keys.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2022, 10, 20);

interface Reading {
  readonly entity: string;
  /** Steps since the start. */
  readonly step: number;
  readonly x: number | null;
}

const key = ({ entity, step }: Reading): string => `${entity} ${step}`;

const textOf = (readings: readonly Reading[], cadenceHours: number): string => {
  const lines = [...new Map(readings.map((reading) => [key(reading), reading])).values()]
    .sort((a, b) => a.step - b.step || (a.entity < b.entity ? -1 : 1))
    .map(
      ({ entity, step, x }) =>
        `${new Date(START + step * cadenceHours * HOUR).toISOString()},${entity},${x ?? ''},${step % 3 === 0 ? 'day' : 'night'}`,
    );
  return `time,entity,x,tariff\n${lines.join('\n')}\n`;
};

const ingested = (readings: readonly Reading[], cadenceHours: number, spec: SpecInput): Promise<Outcome> =>
  ingestContent(textOf(readings, cadenceHours), { spec });

type Hashes = Map<string, string>;

const hashOf = (path: string): string => sha256(readFileSync(path));

/** Every partition, made of all readings. */
const madeWhole = async ({ plan, readings }: Outcome): Promise<Hashes> => {
  const hashes: Hashes = new Map();
  for (const [bucket, paths] of bucketPaths(readings)) {
    const folder = scratchFolder();
    const files = await transformBucket({ plan, bucket, readings: paths, folder });
    const { partitions } = await aggregateBucket({ plan, bucket, ...files, folder });
    for (const { period, path } of partitions) hashes.set(`${bucket} ${period}`, hashOf(path));
  }
  return hashes;
};

const divided = async ({ plan, readings, whole }: Outcome, before: readonly PartitionKey[]) => {
  const entities = await writeEntityFiles(plan, { readings, whole }, scratchFolder());
  const pieces = readings.map(({ path, ...file }) => ({ ...file, sha256: hashOf(path) }));
  return { ...(await divideWork({ plan, pieces, entities, before })), entities };
};

/** What is made where partitions are taken over from the version before. */
const madeAgain = async (outcome: Outcome, before: readonly PartitionKey[]) => {
  const { plan, readings } = outcome;
  const work = await divided(outcome, before);
  const hashes: Hashes = new Map();
  const read = new Set<string>();
  for (const stretch of work.stretches) {
    const folder = scratchFolder();
    mkdirSync(folder, { recursive: true });
    const { bucket } = stretch;
    const paths = readings
      .filter((file) => file.bucket === bucket && stretch.readings.includes(file.period))
      .map(({ path }) => path);
    for (const period of stretch.readings) read.add(`${bucket} ${period}`);
    const files = await transformBucket({ plan, bucket, readings: paths, folder, stretch });
    const entities = work.entities.find((one) => one.bucket === bucket)?.path ?? '';
    const { partitions } = await aggregateBucket({
      plan,
      bucket,
      ...files,
      folder,
      stretch: { ...stretch, entities },
    });
    const periods = partitions.map(({ period }) => period);
    expect(stretch.periods).toEqual(expect.arrayContaining(periods));
    for (const { period, path } of partitions) hashes.set(`${bucket} ${period}`, hashOf(path));
  }
  return { ...work, hashes, read };
};

const value = fc.option(
  fc.integer({ min: -50, max: 5000 }).map((x) => x / 8),
  { freq: 12 },
);

/** Some readings one after the other, of one entity. */
const block = (steps: number) =>
  fc
    .record({
      entity: fc.constantFrom('a', 'b', 'c', 'd'),
      from: fc.integer({ min: 0, max: steps }),
      length: fc.integer({ min: 1, max: 120 }),
      x: fc.array(value, { minLength: 1, maxLength: 7 }),
    })
    .map(({ entity, from, length, x }) =>
      Array.from({ length }, (_, i): Reading => ({ entity, step: from + i, x: x[i % x.length] ?? null })),
    );

const cases = fc
  .record({
    cadenceHours: fc.constantFrom(1, 6),
    interval: fc.constantFrom('1h', '6h', '7h', '1d', '7d', '1mo'),
    zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', '+05:30'),
    period: fc.constantFrom('day', 'month', 'year'),
    kind: fc.constantFrom('gauge', 'total', 'register', 'circular'),
    grid: fc.constantFrom('complete', 'observed'),
    buckets: fc.constantFrom(1, 2),
    lags: fc.constantFrom<{ by: number[]; clock?: 'elapsed' | 'wall' | 'rows' }>(
      { by: [] },
      { by: [3, 7] },
      { by: [1, 9], clock: 'wall' },
      { by: [2], clock: 'rows' },
    ),
    rolling: fc.option(fc.constantFrom(2, 11)),
  })
  .chain((shape) => {
    const steps = (170 * 24) / shape.cadenceHours;
    return fc.record({
      shape: fc.constant(shape),
      first: fc.array(block(steps), { minLength: 1, maxLength: 6 }),
      later: fc.array(block(steps + 600), { minLength: 1, maxLength: 2 }),
      without: fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { freq: 5 }),
    });
  });

/** Only amounts are spread over intervals that are shorter than readings. */
const intervalOf = (interval: string, cadenceHours: number, kind: string): string =>
  interval === '1h' && kind !== 'total' ? `${cadenceHours}h` : interval;

const times = (interval: string, count: number): string =>
  interval.replace(/^\d+/, (digits) => String(Number(digits) * count));

const specOf = ({
  cadenceHours,
  interval,
  zone,
  period,
  kind,
  grid,
  buckets,
  lags,
  rolling,
}: Parameters<Parameters<typeof cases.map>[0]>[0]['shape']): SpecInput => ({
  time: { column: 'time', cadence: `${cadenceHours}h`, zone },
  entity: 'entity',
  values: { x: { kind } },
  // A word is not spread over intervals that are shorter than readings.
  ...(intervalOf(interval, cadenceHours, kind) === '1h' && cadenceHours > 1
    ? { drop: ['tariff'] }
    : { categories: { tariff: { vocabulary: ['day', 'night'] } } }),
  interval: intervalOf(interval, cadenceHours, kind),
  grid,
  lags: { ...lags, by: lags.by.map((count) => times(intervalOf(interval, cadenceHours, kind), count)) },
  ...(rolling !== null && {
    rolling: {
      windows: [times(intervalOf(interval, cadenceHours, kind), rolling)],
      statistics: ['mean', 'max'],
    },
  }),
  partition: { period, entityBuckets: buckets },
  quarantine: { maxFraction: 1 },
});

test('what is taken over, and what is made in part, is what would be made of all readings', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ shape, first, later, without }) => {
      const spec = specOf(shape);
      const before = first.flat();
      const after = [...before, ...later.flat()].filter(({ entity }) => entity !== without);
      fc.pre(after.length > 0);
      const old = await ingested(before, shape.cadenceHours, spec);
      const outcome = await ingested(after, shape.cadenceHours, spec);
      const [oldHashes, hashes] = [await madeWhole(old), await madeWhole(outcome)];
      const again = await madeAgain(outcome, (await divided(old, [])).keys);
      for (const { bucket, period } of again.carried) {
        const name = `${bucket} ${period}`;
        expect([name, oldHashes.get(name)]).toEqual([name, hashes.get(name)]);
      }
      for (const { bucket, periods } of again.stretches)
        for (const period of periods) {
          const name = `${bucket} ${period}`;
          expect([name, again.hashes.get(name)]).toEqual([name, hashes.get(name)]);
        }
      const named = new Set(again.keys.map((one) => `${one.bucket} ${one.period}`));
      for (const name of hashes.keys()) expect(named).toContain(name);
    }),
    {
      numRuns: Number(process.env.WATTLINE_CARRY_RUNS ?? 30),
      endOnFailure: process.env.WATTLINE_CARRY_RUNS === undefined,
    },
  );
});

test('a bucket that is made whole has a key for the month in which its first week begins', async () => {
  // From Wednesday, the first of February, on: that week begins in January.
  const from = (Date.UTC(2023, 1, 1, 17) - START) / HOUR;
  const some = Array.from({ length: 80 }, (_, i): Reading => ({ entity: 'a', step: from + i, x: i }));
  const outcome = await ingested(some, 1, {
    time: { column: 'time', cadence: '1h', zone: 'UTC' },
    entity: 'entity',
    values: { x: { kind: 'register' } },
    drop: ['tariff'],
    interval: '7d',
    lags: { by: [] },
    partition: { period: 'month', entityBuckets: 1 },
  });
  const { keys } = await divided(outcome, []);
  const made = await madeWhole(outcome);
  expect([...made.keys()]).toEqual(['0 2023-01']);
  expect(keys.map(({ bucket, period }) => `${bucket} ${period}`)).toContain('0 2023-01');
});
