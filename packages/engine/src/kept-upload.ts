import { sha256 } from '@wattline/hash';
import type { Spec } from '@wattline/spec';
import { z } from 'zod';

/** What is known of one upload's kept readings. */
export const KeptUpload = z.object({
  content: z.object({ sha256: z.string(), bytes: z.int().nonnegative() }),
  /** How its times were written. */
  timeFormat: z.string(),
  /** The decimal sign of its numbers, where it is text. */
  decimal: z.string().optional(),
  /** Whether rows were refused for their time. */
  refusedTimes: z.boolean(),
  /** Value and category columns that it has. */
  columns: z.array(z.string()),
  /** All columns of the file, and the only value of those that have one. */
  header: z.array(z.string()),
  constants: z.record(z.string(), z.string()),
  /** The unit of each value column; empty where there is none. */
  units: z.record(z.string(), z.string()),
  /** Words of category columns without a declared vocabulary. */
  vocabularies: z.record(z.string(), z.array(z.string())),
});
export type KeptUpload = z.infer<typeof KeptUpload>;

/** How a dataset's uploads are read: given, or found out from the first. */
export const DatasetSpec = z.object({
  // Those who read by it validate it: the schema of specs takes long to load.
  spec: z.custom<Spec>((value) => typeof value === 'object' && value !== null),
  specSource: z.enum(['preset', 'file', 'inferred']),
});
export type DatasetSpec = z.infer<typeof DatasetSpec>;

/**
 * Names what of a spec decides which readings an upload gives. Not how a file is written, which is found out for each,
 * and not what is made of readings: kept readings of one name can be joined.
 */
export const readingKey = ({
  time,
  entity,
  values,
  categories,
  drop,
  missing,
  layout,
  quarantine,
  partition,
}: Spec): string => {
  const { format: _, cadence: __, cadences: ___, ...when } = time;
  const columns = Object.entries(values).map(
    ([name, { aggregate: ____, ...value }]) => [name, value] as const,
  );
  return sha256(
    JSON.stringify({
      when,
      entity,
      columns: columns.sort(([a], [b]) => (a < b ? -1 : 1)),
      categories: Object.keys(categories).sort(),
      drop: [...drop].sort(),
      missing,
      layout,
      quarantine,
      buckets: partition.entityBuckets,
      // Kept readings are cut by it.
      period: partition.period,
    }),
  ).slice(0, 16);
};
