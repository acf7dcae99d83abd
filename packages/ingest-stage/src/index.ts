export { type IngestReader, openIngestReader } from './open-ingest-reader.ts';
export { type IngestStageOptions, ingestStage } from './stage.ts';
