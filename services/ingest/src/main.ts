import { startService } from '@wattline/bootstrap';
import { openIngestReader } from './open-ingest-reader.ts';
import { ingestStage } from './stage.ts';

await startService((config) => ingestStage({ ...config, reader: openIngestReader(config) }));
