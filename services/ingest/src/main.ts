import { startService } from '@wattline/bootstrap';
import { ingestStage, openIngestReader } from '@wattline/ingest-stage';

await startService((config) => ingestStage({ ...config, reader: openIngestReader(config) }));
