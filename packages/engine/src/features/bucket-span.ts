import type { Plan } from '../plan.ts';
import type { Span } from './interval-runs.ts';

/** First and last reading of a plan's bucket, ms since 1970. */
export const bucketSpan = (plan: Plan, bucket: number): Span => {
  const found = plan.buckets.find((some) => some.bucket === bucket);
  if (found === undefined) throw new Error(`The plan has no bucket ${bucket}`);
  return { from: Date.parse(found.from), to: Date.parse(found.to) };
};
