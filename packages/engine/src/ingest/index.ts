export { type Ingested, type IngestOptions, ingestFile } from './ingest-file.ts';
export type { Finding, Question } from './inspect/finding.ts';
export type { KnownColumns } from './inspect/further/columns-fit.ts';
export type { InferredSpec } from './inspect/infer-roles.ts';
export { inferSpec } from './inspect/infer-spec.ts';
export { type FileInspection, type InspectOptions, inspectFile } from './inspect/inspect-file.ts';
export { type JoinedUploads, joinUploads, type UploadReadings } from './join/join-uploads.ts';
export { surveyDeletion } from './join/survey-deletion.ts';
export type { IngestReceipt } from './receipt.ts';
