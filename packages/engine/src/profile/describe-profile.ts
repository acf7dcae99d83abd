import pl, { type DataFrame } from 'nodejs-polars';
import type { Plan } from '../plan.ts';
import { categoryProfile } from './categories.ts';
import { correlations } from './correlations.ts';
import { distributions } from './distribution.ts';
import { squaredDifferences } from './exact-sum.ts';
import { findings } from './findings.ts';
import { createGaps, gapsOf, type PartGaps } from './gaps.ts';
import { localMeans } from './local-means.ts';
import { joinedNumbers } from './numbers.ts';
import type { Profile, ValueProfile } from './profile.ts';
import type { ProfilePart } from './profile-part.ts';
import { rounded } from './rounded.ts';
import type { Sample } from './sample.ts';
import { addSums, noSums, totalsOf } from './value-sums.ts';

/** The samples of each column one after the other; NaN where there is no value. */
const sampledColumns = (samples: readonly Sample[], columns: number): Float64Array[] => {
  const [only, ...others] = samples;
  if (only !== undefined && others.length === 0) return [...only.values];
  return Array.from({ length: columns }, (_, i) =>
    joinedNumbers(samples.map(({ values }) => values[i] ?? new Float64Array())),
  );
};

/** As a frame; nulls where there is no value. */
const frameOf = (sampled: readonly Float64Array[], columns: readonly string[]): Promise<DataFrame> => {
  const value = pl.col([...columns]);
  return pl
    .DataFrame(columns.map((name, i) => pl.Series(name, sampled[i] ?? new Float64Array(), pl.Float64)))
    .lazy()
    .select(pl.when(value.isNotNan()).then(value).otherwise(pl.lit(null).cast(pl.Float64)))
    .collect();
};

/**
 * Puts a profile together: counts, extremes and means are of all readings; see `sampled` for the rest. However readings
 * were cut into parts, it is the same.
 *
 * @param parts in the order of buckets, and of periods within
 * @param between gaps between the parts of one bucket
 */
export const describeProfile = async (
  { spec, from, to, buckets }: Pick<Plan, 'spec' | 'from' | 'to' | 'buckets'>,
  parts: readonly ProfilePart[],
  { every, between }: { readonly every: number; readonly between: PartGaps },
): Promise<Profile> => {
  const columns = Object.keys(spec.values);
  const categories = Object.keys(spec.categories);
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const { zone, cadence, cadences } = spec.time;
  const totals = columns.map((_, i) => {
    const sums = noSums();
    for (const part of parts) addSums(sums, part.sums[i] ?? noSums());
    return totalsOf(sums);
  });
  const samples = parts.flatMap((part) => part.samples.map(([, sample]) => sample));
  const sampled = await frameOf(sampledColumns(samples, columns.length), columns);
  const shapes = await distributions(sampled, columns, totals);
  const values = columns.flatMap((name, i): ValueProfile[] => {
    const [total, shape] = [totals[i], shapes[i]];
    if (total === undefined || shape === undefined) return [];
    const { count, min, max, sum, squares } = total;
    const unit = spec.values[name]?.unit;
    const spread = min === max ? 0 : Math.sqrt(squaredDifferences(count, sum, squares) / (count - 1));
    return [
      {
        name,
        kind: 'numeric',
        ...(unit === undefined ? {} : { unit }),
        count,
        nulls: rows - count,
        min: count === 0 ? null : min,
        max: count === 0 ? null : max,
        mean: count === 0 ? null : rounded((sum.high + sum.low) / count),
        std: count < 2 || !Number.isFinite(spread) ? null : rounded(spread),
        ...shape,
        ...localMeans(total, spec.calendar.hemisphere),
      },
    ];
  });
  const gaps = createGaps();
  for (const part of parts) gaps.addPart(part.gaps);
  gaps.addPart(between);
  const described: Omit<Profile, 'findings'> = {
    format: 1,
    rows,
    entities: buckets.reduce((sum, bucket) => sum + bucket.entities, 0),
    from,
    to,
    zone,
    ...(every === 1 ? {} : { sampled: { every, rows: sampled.height } }),
    values,
    categories: categories.map((name, i) =>
      categoryProfile(
        name,
        parts.map(({ words }) => words[i] ?? []),
      ),
    ),
    correlations: await correlations(sampled, columns),
    ...(cadence === undefined
      ? {}
      : { gaps: gapsOf(gaps.found(), cadences === 'own' ? `${cadence}, or as its series has it` : cadence) }),
  };
  return { ...described, findings: findings(described, spec) };
};
