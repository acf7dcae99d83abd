import { withBackend } from '../chain/open.ts';
import { sweepDatasets } from '../chain/sweep.ts';
import { print, printJson } from '../print.ts';
import { sweptText } from '../text/swept.ts';

interface SweepOptions {
  readonly dryRun?: boolean;
  readonly dataDir: string;
  readonly json?: boolean;
}

/** `wattline sweep`: of one dataset, or of all. */
export const sweep = async (dataset: string | undefined, options: SweepOptions): Promise<void> => {
  const { dryRun } = options;
  await withBackend(
    options.dataDir,
    async (backend) => {
      const swept = await sweepDatasets(backend, { dataset, dryRun });
      if (options.json === true) printJson(swept);
      else print(sweptText(swept, dryRun === true));
    },
    { needs: { stores: ['staging', 'features', 'models', 'results'], queues: ['events'] } },
  );
};
