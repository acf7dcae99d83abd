import { z } from 'zod';

/** A spec whose version is planned. */
export const PlanRequest = z
  .object({
    /** YAML, in place of the dataset's own. */
    spec: z.string().max(1_000_000).optional(),
  })
  .meta({ id: 'PlanRequest' });

/** What a spec would make of a dataset. */
export const VersionPlan = z
  .object({
    dataset: z.string(),
    /** The newest upload's run: its replay makes the version. */
    run: z.string(),
    version: z.string(),
    /** Whether it is another than the dataset has. */
    changed: z.boolean(),
    uploads: z.int(),
    partitions: z.object({ made: z.int(), carried: z.int() }),
    /** Staging keys of files that are read again; the kept readings of others are used. */
    rawFiles: z.array(z.string()).readonly(),
    bytesRead: z.int(),
    /** About: of features. */
    bytesWritten: z.int(),
    /** About; absent where no run of before says. */
    ms: z.number().optional(),
    warnings: z.array(z.string()).readonly(),
  })
  .meta({ id: 'VersionPlan' });
export type VersionPlan = z.infer<typeof VersionPlan>;
