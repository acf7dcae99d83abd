import { startService } from '@wattline/service';
import { transformStage } from './stage.ts';

await startService(() => transformStage());
