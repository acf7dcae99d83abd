import { z } from 'zod';
import { Instant } from './names.ts';

export const Cell = z.union([z.string(), z.number(), z.null()]).meta({ id: 'Cell' });

export const FeatureColumn = z
  .object({
    name: z.string(),
    /** The name with that of the file's column in it, where that is another. */
    label: z.string().optional(),
    kind: z.string(),
    dtype: z.string(),
    role: z.string(),
    /** The column of the readings that it was made of. */
    source: z.string().optional(),
    /** By which function, in words. */
    from: z.string(),
  })
  .meta({ id: 'FeatureColumn' });
export type FeatureColumn = z.infer<typeof FeatureColumn>;

export const FeatureFile = z
  .object({
    path: z.string(),
    bytes: z.int(),
    sha256: z.string(),
    rows: z.int().optional(),
    href: z.string(),
  })
  .meta({ id: 'FeatureFile' });

/** One sealed version. */
export const FeatureSet = z
  .object({
    dataset: z.string(),
    version: z.string(),
    engineVersion: z.string(),
    latest: z.boolean(),
    rows: z.int(),
    entities: z.int(),
    /** ISO 8601 duration or 1h, 15m. */
    interval: z.string(),
    zone: z.string(),
    /** First and last event_timestamp. */
    from: Instant.optional(),
    to: Instant.optional(),
    spec: z.string(),
    columns: z.array(FeatureColumn),
    /** Columns that training sets have beside these, where the spec has encodings. */
    encodings: z.array(FeatureColumn).optional(),
    files: z.array(FeatureFile),
    manifestHref: z.string(),
    reportHref: z.string().optional(),
    /** How the uploads are written that it consists of; not one of its files. Absent where that is not known. */
    writtenHref: z.string().optional(),
  })
  .meta({ id: 'FeatureSet' });
export type FeatureSet = z.infer<typeof FeatureSet>;

export const FeatureRows = z
  .object({
    columns: z.array(z.string()),
    rows: z.array(z.array(Cell)),
    offset: z.int(),
    total: z.int(),
  })
  .meta({ id: 'FeatureRows' });
export type FeatureRows = z.infer<typeof FeatureRows>;

export const EntityList = z
  .object({ entities: z.array(z.string()), total: z.int() })
  .meta({ id: 'EntityList' });
export type EntityList = z.infer<typeof EntityList>;

/** Values over time, thinned to about as many points as were asked for: each point covers one step. */
export const Series = z
  .object({
    entity: z.string(),
    from: Instant,
    to: Instant,
    /** The span of one point; the feature set's interval where nothing is thinned. */
    stepMs: z.number(),
    /** Starts of the steps, epoch ms. */
    time: z.array(z.number()),
    columns: z.array(
      z.object({
        name: z.string(),
        /** null in a step without values. `min` and `max` are absent if nothing is thinned. */
        mean: z.array(z.number().nullable()),
        min: z.array(z.number().nullable()).optional(),
        max: z.array(z.number().nullable()).optional(),
      }),
    ),
  })
  .meta({ id: 'Series' });
export type Series = z.infer<typeof Series>;
