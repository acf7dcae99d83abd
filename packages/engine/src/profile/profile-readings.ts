import { READING_STEP } from '@wattline/features';
import pl, { type DataFrame } from 'nodejs-polars';
import { DEFAULT_ENTITY, EVENT_TIMESTAMP } from '../columns.ts';
import { type ReadingStep, readingStepOf } from '../features/reading-step.ts';
import { combinedMoments, momentExpressions, momentsIn, noMoments } from '../moments.ts';
import { bucketPaths } from '../periods/bucket-paths.ts';
import type { BucketFile, ReadingsFile } from '../periods/readings-file.ts';
import { scanReadings } from '../periods/scan-readings.ts';
import type { Plan } from '../plan.ts';
import { categoryProfile, valueCounts } from './categories.ts';
import { correlations } from './correlations.ts';
import { distributions } from './distribution.ts';
import { findings } from './findings.ts';
import { gapsIn, gapsOf } from './gaps.ts';
import { localMeans, localSums } from './local-means.ts';
import type { Profile, ValueProfile } from './profile.ts';
import { rounded } from './rounded.ts';

interface BucketReadings {
  readonly bucket: number;
  readonly paths: readonly string[];
  readonly rows: number;
}

const bucketReadings = (
  files: readonly ReadingsFile[],
  whole: readonly BucketFile[] | undefined,
): BucketReadings[] => {
  const ordered = files.toSorted((a, b) => a.bucket - b.bucket || (a.period < b.period ? -1 : 1));
  const rows = Map.groupBy(ordered, ({ bucket }) => bucket);
  return [...bucketPaths(ordered, whole)].map(([bucket, paths]) => ({
    bucket,
    paths,
    rows: (rows.get(bucket) ?? []).reduce((sum, file) => sum + file.rows, 0),
  }));
};

/** Up to so many readings, all are sorted and correlated; of more, every so-manieth. */
const exactRows = 1_000_000;

/** Every k-th reading of the whole, counted on from bucket to bucket. */
const sampling = (rows: number) => {
  const every = Math.max(1, Math.ceil(rows / exactRows));
  return { every, offset: (before: number) => (every - (before % every)) % every };
};

/**
 * Profiles the readings, a bucket at a time. Counts, extremes and means are of all readings; see `sampled` for the rest.
 * The same readings give the same profile.
 */
export const profileReadings = async (options: {
  readonly plan: Pick<Plan, 'spec' | 'from' | 'to' | 'buckets'>;
  readonly readings: readonly ReadingsFile[];
  /** Of buckets that have several periods, where there are such files. */
  readonly whole?: readonly BucketFile[];
}): Promise<Profile> => {
  const { spec, from, to, buckets } = options.plan;
  const files = bucketReadings(options.readings, options.whole);
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  const entity = spec.entity ?? DEFAULT_ENTITY;
  const columns = Object.keys(spec.values);
  const categories = Object.keys(spec.categories);
  const { zone, cadence, cadences } = spec.time;

  const wanted = pl.col([EVENT_TIMESTAMP, entity, ...columns, ...categories]);
  const stepOf = ({ bucket }: BucketReadings): ReadingStep =>
    readingStepOf(spec, buckets.find((some) => some.bucket === bucket) ?? {});
  const read = (file: BucketReadings) =>
    scanReadings(file.paths, entity)
      .select(wanted, ...(stepOf(file) === 'each' ? [pl.col(READING_STEP)] : []))
      .collect();
  const moments = momentExpressions(columns, true);
  const sums = localSums({ columns, zone, from, to });
  const sample = sampling(rows);

  const profileBucket = async (frame: DataFrame, step: ReadingStep, before: number) => {
    const lazy = frame.lazy();
    const values = pl.col(columns);
    const [momentRow, local, missed, sampled, ...counts] = await Promise.all([
      lazy.select(moments).collect(),
      sums(lazy),
      cadence === undefined ? undefined : gapsIn(entity, step)(lazy),
      lazy
        .select(sample.every === 1 ? values : values.gatherEvery(sample.every, sample.offset(before)))
        .collect(),
      ...categories.map((name) => valueCounts(name)(lazy).collect()),
    ]);
    return { moments: momentsIn(momentRow, columns), local, gaps: missed ?? [], sampled, counts };
  };

  const parts: Awaited<ReturnType<typeof profileBucket>>[] = [];
  let before = 0;
  for (const file of files) {
    parts.push(await profileBucket(await read(file), stepOf(file), before));
    before += file.rows;
  }

  const totals = columns.map((_, i) =>
    parts.map((bucket) => bucket.moments[i] ?? noMoments).reduce(combinedMoments, noMoments),
  );
  const sampled = pl.concat(parts.map((bucket) => bucket.sampled));
  const shapes = await distributions(sampled, columns, totals);
  const means = localMeans(
    parts.map((bucket) => bucket.local),
    columns,
    spec.calendar.hemisphere,
  );
  const values = columns.flatMap((name, i): ValueProfile[] => {
    const [total, shape, mean] = [totals[i], shapes[i], means[i]];
    if (total === undefined || shape === undefined || mean === undefined) return [];
    const { count, min, max } = total;
    const unit = spec.values[name]?.unit;
    return [
      {
        name,
        kind: 'numeric',
        ...(unit === undefined ? {} : { unit }),
        count,
        nulls: rows - count,
        min: count === 0 ? null : min,
        max: count === 0 ? null : max,
        mean: count === 0 ? null : rounded(total.mean),
        std: count < 2 ? null : rounded(Math.sqrt(total.m2 / (count - 1))),
        ...shape,
        ...mean,
      },
    ];
  });
  const described: Omit<Profile, 'findings'> = {
    format: 1,
    rows,
    entities: buckets.reduce((sum, bucket) => sum + bucket.entities, 0),
    from,
    to,
    zone,
    ...(sample.every === 1 ? {} : { sampled: { every: sample.every, rows: sampled.height } }),
    values,
    categories: categories.map((name, i) =>
      categoryProfile(
        name,
        parts.flatMap((bucket) => bucket.counts[i] ?? []),
      ),
    ),
    correlations: await correlations(sampled, columns),
    ...(cadence === undefined
      ? {}
      : {
          gaps: gapsOf(
            parts.flatMap((bucket) => bucket.gaps),
            cadences === 'own' ? `${cadence}, or as its series has it` : cadence,
          ),
        }),
  };
  return { ...described, findings: findings(described, spec) };
};
