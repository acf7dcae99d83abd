import { Spec } from '@wattline/spec';
import { z } from 'zod';
import { changesTouching } from '../engine-changes.ts';
import type { FeatureColumn } from '../features/feature-columns.ts';
import type { Plan } from '../plan.ts';
import { ContractColumn } from './column-contract.ts';
import type { Scaler } from './scaler.ts';
import { ManifestFile } from './sealed-files.ts';
import { Serving, servingOf } from './serving.ts';

/** What a sealed feature set is and has: `manifest.json`, written last. Depends on the input alone. */
export const Manifest = z.object({
  /** Of the feature set's layout. */
  format: z.literal(1),
  dataset: z.string().min(1),
  version: z.string().min(1),
  engineVersion: z.string().min(1),
  /** Numbers of the engine changes since then that touch the spec, see docs/engine-changes.md. */
  engineChanges: z.array(z.int().positive()).exactOptional(),
  /** The raw bytes it was made of. */
  content: z.object({ sha256: z.string(), bytes: z.int().nonnegative() }),
  spec: Spec,
  rows: z.int().nonnegative(),
  entities: z.int().nonnegative(),
  columns: z.array(ContractColumn),
  partitioning: z.object({
    keys: z.tuple([z.literal('entity_bucket'), z.literal('period')]),
    period: z.enum(['year', 'month', 'day']),
    entityBuckets: z.int().positive(),
  }),
  /** From when on a row may be used, for joins that must not look ahead. */
  availability: z.object({ rule: z.literal('event_timestamp + interval'), interval: z.string() }),
  /** Sets that an earlier release sealed leave it out. */
  serving: Serving.exactOptional(),
  files: z.array(ManifestFile),
});
export type Manifest = z.infer<typeof Manifest>;

export const makeManifest = (options: {
  readonly dataset: string;
  readonly plan: Pick<Plan, 'spec' | 'version' | 'engineVersion' | 'content'>;
  readonly columns: readonly FeatureColumn[];
  readonly scaler: Scaler;
  readonly rows: number;
  readonly entities: number;
  readonly entityBuckets: number;
  readonly files: readonly ManifestFile[];
}): Manifest => {
  const { spec, version, engineVersion, content } = options.plan;
  return {
    format: 1,
    dataset: options.dataset,
    version,
    engineVersion,
    engineChanges: changesTouching(spec),
    content,
    spec,
    rows: options.rows,
    entities: options.entities,
    columns: [...options.columns],
    partitioning: {
      keys: ['entity_bucket', 'period'],
      period: spec.partition.period,
      entityBuckets: options.entityBuckets,
    },
    availability: { rule: 'event_timestamp + interval', interval: spec.interval },
    serving: servingOf(spec, options.columns, options.scaler),
    files: options.files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
  };
};
