import { withBackend } from '../chain/open.ts';
import { planInProcess } from '../chain/plan-version.ts';
import { specText } from '../chain/spec-text.ts';
import { print, printJson } from '../print.ts';
import { planText } from '../text/plan.ts';

interface PlanCommandOptions {
  readonly spec?: string;
  readonly dataDir: string;
  readonly json?: boolean;
}

/** `wattline plan`: nothing is written. */
export const plan = async (dataset: string, options: PlanCommandOptions): Promise<void> => {
  const text = options.spec === undefined ? undefined : await specText(options.spec);
  const found = await withBackend(options.dataDir, (backend) => planInProcess(backend, dataset, text), {
    needs: { stores: ['staging', 'features', 'results'], queues: [] },
  });
  if (options.json === true) printJson(found);
  else print(planText(found, options.spec));
};
