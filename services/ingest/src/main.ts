import { startService } from '@wattline/bootstrap';
import { ingestStage } from './stage.ts';

await startService(ingestStage);
