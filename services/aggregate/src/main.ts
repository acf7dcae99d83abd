import { startService } from '@wattline/bootstrap';
import { aggregateStage } from './stage.ts';

await startService(() => aggregateStage());
