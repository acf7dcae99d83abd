import { startService } from '@wattline/bootstrap';
import { transformStage } from './stage.ts';

await startService(() => transformStage());
