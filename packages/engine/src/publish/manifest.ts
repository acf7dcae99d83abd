import { AVAILABLE_AT, availableAfterMs } from '@wattline/features';
import { Spec } from '@wattline/spec';
import { z } from 'zod';
import { encodedColumns, manifestEncodings } from '../encodings/encoded-columns.ts';
import { EncodedColumn, type Encoding } from '../encodings/encoding.ts';
import { changesTouching } from '../engine-changes.ts';
import type { FeatureColumn } from '../features/feature-columns.ts';
import { Fold } from '../folds/folds.ts';
import { Horizons } from '../horizons/horizons.ts';
import { JoinedVersion } from '../joined/joined-version.ts';
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
  /** Versions of other datasets that its rows have columns of, where the spec has joins. */
  joined: z.array(JoinedVersion).exactOptional(),
  rows: z.int().nonnegative(),
  entities: z.int().nonnegative(),
  columns: z.array(ContractColumn),
  partitioning: z.object({
    keys: z.tuple([z.literal('entity_bucket'), z.literal('period')]),
    period: z.enum(['year', 'month', 'day']),
    entityBuckets: z.int().positive(),
  }),
  /** From when on a row may be used, for joins that must not look ahead. */
  availability: z.object({
    rule: z.enum(['event_timestamp + interval', 'event_timestamp + interval + delay']),
    interval: z.string(),
    /** Ms; where there is one. */
    delayMs: z.int().positive().exactOptional(),
    /** That says it of each row; sets that an earlier release sealed have none. */
    column: z.string().exactOptional(),
  }),
  /** Sets that an earlier release sealed leave it out. */
  serving: Serving.exactOptional(),
  /** Columns of training sets that feature rows do not have, where the spec has encodings. */
  encodings: z.array(EncodedColumn).exactOptional(),
  /** The training sets of each horizon, where the spec has horizons. */
  horizons: Horizons.exactOptional(),
  /** For back-tests, where the spec has folds. */
  folds: z.array(Fold).exactOptional(),
  files: z.array(ManifestFile),
});
export type Manifest = z.infer<typeof Manifest>;

const availabilityOf = (spec: Spec, columns: readonly FeatureColumn[]): Manifest['availability'] => {
  const delayMs = availableAfterMs(spec);
  const column = columns.find(({ name }) => name === AVAILABLE_AT)?.name;
  return {
    rule: delayMs > 0 ? 'event_timestamp + interval + delay' : 'event_timestamp + interval',
    interval: spec.interval,
    ...(delayMs > 0 && { delayMs }),
    ...(column !== undefined && { column }),
  };
};

export const makeManifest = (options: {
  readonly dataset: string;
  readonly plan: Pick<Plan, 'spec' | 'version' | 'engineVersion' | 'content' | 'joined'>;
  readonly columns: readonly FeatureColumn[];
  readonly scaler: Scaler;
  readonly encodings?: readonly Encoding[] | undefined;
  readonly horizons?: Horizons | undefined;
  readonly folds?: Fold[] | undefined;
  readonly rows: number;
  readonly entities: number;
  readonly entityBuckets: number;
  readonly files: readonly ManifestFile[];
}): Manifest => {
  const { spec, version, engineVersion, content, joined } = options.plan;
  const { encodings = [] } = options;
  return {
    format: 1,
    dataset: options.dataset,
    version,
    engineVersion,
    engineChanges: changesTouching(spec),
    content,
    spec,
    ...(joined && { joined }),
    rows: options.rows,
    entities: options.entities,
    columns: [...options.columns],
    partitioning: {
      keys: ['entity_bucket', 'period'],
      period: spec.partition.period,
      entityBuckets: options.entityBuckets,
    },
    availability: availabilityOf(spec, options.columns),
    serving: servingOf(spec, [...options.columns, ...encodedColumns(encodings)], options.scaler),
    ...(encodings.length > 0 && { encodings: manifestEncodings(encodings, options.columns) }),
    ...(options.horizons && { horizons: options.horizons }),
    ...(options.folds && { folds: options.folds }),
    files: options.files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
  };
};
