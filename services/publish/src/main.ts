import { startService } from '@wattline/bootstrap';
import { publishStage } from './stage.ts';

await startService(() => publishStage());
