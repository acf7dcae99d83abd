import type { Span } from '@wattline/features';
import type { Bucket, Plan } from '../plan.ts';

/** What a plan says of a bucket. */
export const bucketOf = (plan: Plan, bucket: number): Bucket => {
  const found = plan.buckets.find((some) => some.bucket === bucket);
  if (found === undefined) throw new Error(`The plan has no bucket ${bucket}`);
  return found;
};

/** First and last reading of a plan's bucket, ms since 1970. */
export const bucketSpan = (plan: Plan, bucket: number): Span => {
  const { from, to } = bucketOf(plan, bucket);
  return { from: Date.parse(from), to: Date.parse(to) };
};
