import type * as Cells from '@wattline/cells';
import { sha256 } from '@wattline/hash';
import type { Spec } from '@wattline/spec';
import { z } from 'zod';

export { mayDiffer } from './ingest/settle/may-differ.ts';

const Scale = z.object({ multiply: z.number(), divide: z.number() });

const NumberStyle = z.object({
  decimal: z.enum(['.', ',']),
  thousands: z.enum(['', ',', '.', ' ', "'"]),
  affix: z.string(),
  signs: z.boolean(),
  scales: z.array(z.object({ affix: z.string(), scale: Scale })).exactOptional(),
});

/** How a file is written, as it shows itself. */
export const Notation = z.object({
  time: z.object({
    format: z.string(),
    hoursFromOne: z.boolean().optional(),
    issuedFormat: z.string().exactOptional(),
    secondPass: z.object({ column: z.string(), values: z.array(z.string()) }).exactOptional(),
  }),
  /** Of columns whose texts show it. */
  numbers: z.array(z.object({ style: NumberStyle, columns: z.array(z.string()) })),
  /** What value columns have where there is no reading, beyond what the spec says. */
  missing: z.record(z.string(), z.array(z.string())),
  /** All columns in their order, of a file of which a row has several readings. */
  header: z.array(z.string()).exactOptional(),
}) satisfies z.ZodType<Cells.Notation>;
export type Notation = z.infer<typeof Notation>;

/** What is known of one upload's kept readings. */
export const KeptUpload = z.object({
  content: z.object({ sha256: z.string(), bytes: z.int().nonnegative() }),
  /** How its times were written. */
  timeFormat: z.string(),
  /** The decimal sign of its numbers, where it is text. */
  decimal: z.string().optional(),
  /** How it is written; uploads of before it was kept have none. */
  notation: Notation.optional(),
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
