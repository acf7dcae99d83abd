import { startService } from '@wattline/service';
import { aggregateStage } from './stage.ts';

await startService(() => aggregateStage());
