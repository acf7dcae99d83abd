import { existsSync } from 'node:fs';
import { hasKnownEnding } from '@wattline/engine/formats';
import { UsageError } from '@wattline/errors';
import { firstStage } from '@wattline/topology';
import type { VersionPlan } from '@wattline/worker';
import { confirmPlan } from '../chain/confirm-plan.ts';
import { withBackend } from '../chain/open.ts';
import { planInProcess } from '../chain/plan-version.ts';
import { specText } from '../chain/spec-text.ts';
import type { FilePlanOptions } from '../file-plan/plan-files.ts';
import { log, print, printJson } from '../print.ts';
import { type MaybeServer, onServer } from '../server/on-server.ts';
import { applyText, planText } from '../text/plan.ts';
import { replay } from './replay.ts';

interface PlanCommandOptions extends MaybeServer, FilePlanOptions {
  readonly apply?: boolean;
  readonly yes?: boolean;
  readonly wait?: boolean;
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

const conflict = (message: string, remedy: string): UsageError =>
  new UsageError('OPTIONS_CONFLICT', message, { remedy });

/** A dataset is named without a slash and without the ending of a file. */
const namesFiles = (names: readonly string[]): boolean =>
  names.length > 1 || names.some((name) => /[/\\*?[{]/.test(name) || hasKnownEnding(name));

const planNamedFiles = async (names: readonly string[], options: PlanCommandOptions): Promise<void> => {
  const { apply, yes, wait, dataset, json = false } = options;
  if (apply === true || yes === true || wait === true)
    throw conflict('--apply, --yes and --wait are for a dataset', 'run the files with: wattline run');
  if (dataset !== undefined && onServer(options))
    throw conflict(
      '--dataset reads what the dataset is in the data folder, not on a server',
      'leave out --server (WATTLINE_SERVER), or give the spec: --spec FILE',
    );
  const { planFiles } = await import('../file-plan/plan-files.ts');
  const found = await planFiles(names, options);
  if (json) printJson(found);
  else print((await import('../text/file-plan.ts')).filePlanText(found));
};

const planDataset = async (dataset: string, options: PlanCommandOptions): Promise<void> => {
  const { tasks, vcpu, vcpuHour } = options;
  if (options.dataset !== undefined || [tasks, vcpu, vcpuHour].some((one) => one !== undefined))
    throw conflict(
      '--dataset, --tasks, --vcpu and --vcpu-hour are for files',
      `name files; of a folder in this one: ./${dataset}`,
    );
  requireApply(options);
  const { spec, apply = false, json = false } = options;
  const found = await planOf(dataset, options).catch((error: unknown) => {
    const isUnknown = error instanceof UsageError && error.code === 'DATASET_EMPTY';
    if (!isUnknown || !existsSync(dataset)) throw error;
    throw new UsageError(error.code, error.message, {
      category: 'not-found',
      remedy: `for the file or folder of that name: wattline plan ./${dataset}`,
    });
  });
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

/** `wattline plan`: nothing is written, but with `--apply`. */
export const plan = async (names: readonly string[], options: PlanCommandOptions): Promise<void> => {
  const [dataset = ''] = names;
  await (namesFiles(names) ? planNamedFiles(names, options) : planDataset(dataset, options));
};
