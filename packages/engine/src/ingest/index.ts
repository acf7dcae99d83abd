export { type Ingested, type IngestOptions, ingestFile } from './ingest-file.ts';
