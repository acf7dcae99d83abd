import { readingStepOf } from '../features/reading-step.ts';
import { bucketPaths } from '../periods/bucket-paths.ts';
import { readingPeriods } from '../periods/reading-periods.ts';
import type { BucketFile, ReadingsFile } from '../periods/readings-file.ts';
import { scanReadings } from '../periods/scan-readings.ts';
import type { Plan } from '../plan.ts';
import { describeProfile } from './describe-profile.ts';
import type { Profile } from './profile.ts';
import { type ProfilePart, profilePart } from './profile-part.ts';
import { profiledBy } from './profiled-by.ts';
import { sampledEvery } from './sample.ts';

/** Profiles the readings, a bucket at a time. The same readings give the same profile. */
export const profileReadings = async (options: {
  readonly plan: Pick<Plan, 'spec' | 'from' | 'to' | 'buckets'>;
  readonly readings: readonly ReadingsFile[];
  /** Of buckets that have several periods, where there are such files. */
  readonly whole?: readonly BucketFile[];
  /** Up to so many readings, all are sorted and correlated. */
  readonly sampled?: number;
}): Promise<Profile> => {
  const { plan, whole } = options;
  const files = options.readings.toSorted((a, b) => a.bucket - b.bucket || (a.period < b.period ? -1 : 1));
  const every = sampledEvery(
    files.reduce((sum, { rows }) => sum + rows, 0),
    options.sampled,
  );
  const by = profiledBy(plan);
  const parts: ProfilePart[] = [];
  for (const [bucket, paths] of bucketPaths(files, whole)) {
    const facts = plan.buckets.find((some) => some.bucket === bucket);
    const frame = await scanReadings(paths, by.entity).collect();
    const periods =
      paths.length === 1 && files.filter((file) => file.bucket === bucket).length === 1
        ? files
            .filter((file) => file.bucket === bucket)
            .map(({ period }) => ({ period, until: Number.POSITIVE_INFINITY }))
        : readingPeriods(plan.spec, {
            from: Date.parse(facts?.from ?? plan.from),
            to: Date.parse(facts?.to ?? plan.to),
          });
    const step = readingStepOf(plan.spec, facts ?? {});
    parts.push(await profilePart({ frame, bucket, step, periods, every }, by));
  }
  return describeProfile(plan, parts, { every, between: { longest: [], entities: [] } });
};
