import { startService } from '@wattline/service';
import { publishStage } from './stage.ts';

await startService(() => publishStage());
