import { startService } from '@wattline/bootstrap';
import { lazyStage } from '@wattline/worker';

await startService(() => lazyStage('transform', async () => (await import('./stage.ts')).transformStage()));
