import { startService } from '@wattline/bootstrap';
import { lazyStage } from '@wattline/worker';

await startService(() => lazyStage('aggregate', async () => (await import('./stage.ts')).aggregateStage()));
