import { startService } from '@wattline/bootstrap';
import { lazyStage } from '@wattline/worker';

await startService(() => lazyStage('publish', async () => (await import('./stage.ts')).publishStage()));
