import { z } from 'zod';

const Keep = z.union([
  z.literal('all'),
  z.object({ versions: z.int().optional(), days: z.int().optional() }),
]);

const Removed = z.object({
  versions: z.array(z.object({ version: z.string(), bytes: z.int() })),
  /** Files of readings that no version is made of which stays. */
  readings: z.object({ files: z.int(), bytes: z.int() }),
  /** How many versions stay. */
  kept: z.int(),
  /** Of what stays for so many days: what is older. */
  aged: z.array(z.object({ kind: z.string(), files: z.int(), bytes: z.int() })).optional(),
});

/** What stays of a dataset, and what a sweep would remove. */
export const Retention = Removed.extend({
  /** As the dataset's spec says, or by default. `all` too where the spec cannot be read. */
  keep: Keep,
  pinned: z.array(z.object({ version: z.string(), name: z.string().optional() })),
  /** A run is in flight: a sweep would leave the dataset for the next one. */
  busy: z.boolean(),
  /** Whether this service may remove objects. */
  sweepable: z.boolean().default(true),
}).meta({ id: 'Retention' });
export type Retention = z.infer<typeof Retention>;

export const SweepResult = Removed.extend({
  /** Why something is left for the next sweep. */
  left: z.enum(['busy', 'out-of-time']).optional(),
}).meta({ id: 'SweepResult' });
export type SweepResult = z.infer<typeof SweepResult>;
