import { startService } from '@wattline/service';
import { ingestStage } from './stage.ts';

await startService(ingestStage);
