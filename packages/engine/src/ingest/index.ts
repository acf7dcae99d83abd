export type { InferredSpec } from './infer.ts';
export { inferSpec } from './infer-spec.ts';
export { type Ingested, type IngestOptions, ingestFile } from './ingest-file.ts';
export type { IngestReceipt } from './receipt.ts';
