import { Spec } from '@wattline/spec';
import { z } from 'zod';
import { Fit } from './fit.ts';
import { JoinedVersion } from './joined/joined-version.ts';

const Instant = z.iso.datetime();

/** The readings of one entity bucket, as ingest found them. */
export const Bucket = z.object({
  /** 0 ≤ bucket < the spec's `partition.entityBuckets`. */
  bucket: z.int().nonnegative(),
  rows: z.int().positive(),
  entities: z.int().positive(),
  /** First and last `event_timestamp`, UTC. */
  from: Instant,
  to: Instant,
  /**
   * Ms from a reading until the next one is due: a number where it is the same for all of them, `each` where the readings
   * have a column `reading_step_ms` (null: as most of the file's). Absent where it is the spec's `time.cadence`.
   */
  step: z.union([z.int().positive(), z.literal('each')]).optional(),
});
export type Bucket = z.infer<typeof Bucket>;

/** What every stage after ingest has to know: decided once, so that all parts agree. */
export const Plan = z.object({
  /** Resolved: `time.format` and `time.cadence` are concrete, vocabularies are complete. */
  spec: Spec,
  specSource: z.enum(['preset', 'file', 'inferred']),
  /** Which feature set this becomes: from content, spec and engine version. */
  version: z.string(),
  engineVersion: z.string(),
  content: z.object({ sha256: z.string(), bytes: z.int().nonnegative() }),
  /** First and last reading over all entities, UTC. */
  from: Instant,
  to: Instant,
  buckets: z.array(Bucket).min(1),
  /** Where split bounds and scaler are kept from version to version: what they are fitted to. */
  fit: Fit.optional(),
  /** Which versions of other datasets its intervals have columns of, in the order of the spec's joins. */
  joined: z.array(JoinedVersion).optional(),
});
export type Plan = z.infer<typeof Plan>;
