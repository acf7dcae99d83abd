import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@wattline/bootstrap';
import { planVersion, type VersionPlan } from '@wattline/worker';
import type { CommandBackend } from './open.ts';
import { runProcess } from './run-process.ts';
import { allStages } from './stages.ts';

/** What a spec would make of a dataset, worked out in the process that reads files. */
export const planInProcess = async (
  { stores }: Pick<CommandBackend, 'stores'>,
  dataset: string,
  specText: string | undefined,
): Promise<VersionPlan> => {
  const [stage] = allStages({ ...readConfig(process.env), process: runProcess() });
  if (stage === undefined) throw new Error('there is a first stage');
  const scratch = await mkdtemp(join(tmpdir(), 'wattline-plan-'));
  try {
    const { signal } = new AbortController();
    return await planVersion({ stores, dataset, stage, specText, scratch, signal });
  } finally {
    await stage.close?.();
    await rm(scratch, { recursive: true, force: true });
  }
};
