import { z } from 'zod';

/** What a column can be; `with` adds it to the columns that are it already. */
export const ColumnRole = z.enum([
  'time',
  'time-with',
  'entity',
  'entity-with',
  'value',
  'category',
  'ignored',
]);
export type ColumnRole = z.infer<typeof ColumnRole>;

const Scalar = z.union([z.string().max(1_000), z.number(), z.boolean()]);

/** One change of a spec: a column's role, columns that are series, or the value of a key; null removes the key. */
export const SpecEdit = z.union([
  z.strictObject({
    column: z.string().min(1).max(1_000),
    role: ColumnRole,
    /** The values of a category that get a column each. */
    vocabulary: z.array(z.string().max(1_000)).max(1_000).optional(),
  }),
  z.strictObject({
    /** Columns that are side by side, in the order of the file. */
    series: z.array(z.string().min(1).max(1_000)).min(2).max(10_000),
    /** Whether each is a series; else each is a value. */
    areSeries: z.boolean(),
  }),
  z.strictObject({
    path: z.array(z.string().min(1).max(1_000)).min(1).max(6),
    value: z.union([Scalar, z.array(Scalar).max(1_000), z.null()]),
  }),
]);
export type SpecEdit = z.infer<typeof SpecEdit>;
