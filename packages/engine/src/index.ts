import './polars/index.ts';

export { DEFAULT_ENTITY, EVENT_TIMESTAMP, ONLY_ENTITY } from './columns.ts';
export * from './encodings/index.ts';
export { entityBucket } from './entity-bucket.ts';
export { type Place, RejectedError } from './errors.ts';
export { featureEntity } from './features/entity-column.ts';
export type { FeatureColumn } from './features/feature-columns.ts';
export {
  aggregateBucket,
  featureColumns,
  ReadStretches,
  type Stretch,
  transformBucket,
  warmupIntervals,
} from './features/index.ts';
export { keepsFit } from './fit-of.ts';
export * from './folds/index.ts';
export * from './horizons/index.ts';
export {
  type FileInspection,
  type Finding,
  type InferredSpec,
  type Ingested,
  type IngestOptions,
  type IngestReceipt,
  type InspectOptions,
  inferSpec,
  ingestFile,
  inspectFile,
  type Question,
} from './ingest/index.ts';
export { Bucket, Plan } from './plan.ts';
export * from './profile/index.ts';
export * from './publish/index.ts';
export { ENGINE_VERSION, featureSetVersion } from './version.ts';
