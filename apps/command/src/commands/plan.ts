import { UsageError } from '@wattline/errors';
import { firstStage } from '@wattline/topology';
import type { VersionPlan } from '@wattline/worker';
import { confirmPlan } from '../chain/confirm-plan.ts';
import { withBackend } from '../chain/open.ts';
import { planInProcess } from '../chain/plan-version.ts';
import { specText } from '../chain/spec-text.ts';
import { log, print, printJson } from '../print.ts';
import { type MaybeServer, onServer } from '../server/on-server.ts';
import { applyText, planText } from '../text/plan.ts';
import { replay } from './replay.ts';

interface PlanCommandOptions extends MaybeServer {
  readonly spec?: string;
  readonly apply?: boolean;
  readonly yes?: boolean;
  readonly wait?: boolean;
  readonly dataDir: string;
  readonly json?: boolean;
}

const planOf = async (dataset: string, options: PlanCommandOptions): Promise<VersionPlan> => {
  const text = options.spec === undefined ? undefined : await specText(options.spec);
  if (onServer(options)) return (await import('../server/plan.ts')).planOnServer(dataset, text, options);
  return withBackend(options.dataDir, (backend) => planInProcess(backend, dataset, text), {
    needs: { stores: ['staging', 'features', 'results'], queues: [] },
  });
};

const requireApply = ({ apply, yes, wait }: PlanCommandOptions): void => {
  if (apply === true || (yes !== true && wait !== true)) return;
  throw new UsageError('OPTIONS_CONFLICT', '--yes and --wait are for --apply', {
    remedy: 'add --apply, or leave them out',
  });
};

/** `wattline plan`: nothing is written, but with `--apply`. */
export const plan = async (dataset: string, options: PlanCommandOptions): Promise<void> => {
  requireApply(options);
  const { spec, apply = false, json = false } = options;
  const found = await planOf(dataset, options);
  if (!apply || !found.changed) {
    if (json) printJson(found);
    else print([planText(found), ...(found.changed ? [applyText(found, spec)] : [])].join('\n'));
    return;
  }
  // The output is the replay's.
  log(planText(found));
  await confirmPlan(found, options);
  await replay(found.run, { ...options, from: firstStage });
};
