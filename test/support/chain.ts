import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalBackend, openLocalBackend } from '@wattline/bootstrap';
import { topology } from '@wattline/topology';
import {
  type Backend,
  createLog,
  type HitFailpoint,
  type Logger,
  passFailpoints,
  type Receipt,
  readReceipt,
  runWorker,
  type Stage,
} from '@wattline/worker';
import { onTestFinished } from 'vitest';
import { until } from './until.ts';

/** A folder that goes when the test ends. */
export const makeFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** A local chain of the test's own, with nothing in it. */
export const makeChain = async (
  options: { maxReceives?: number; dataDir?: string } = {},
): Promise<LocalBackend> => {
  const { maxReceives, dataDir = await makeFolder() } = options;
  const chain = await openLocalBackend({ dataDir, ...(maxReceives !== undefined && { maxReceives }) });
  onTestFinished(() => chain.close());
  return chain;
};

export interface WorkerSettings {
  readonly slots?: number;
  readonly visibilityMs?: number;
  readonly maxFailures?: number;
  readonly maxDeaths?: number;
  readonly worker?: string;
  readonly retryMs?: number;
  readonly graceMs?: number;
  readonly hitFailpoint?: HitFailpoint;
  readonly log?: Logger;
}

export interface RunningWorker {
  /** Asks it to stop and waits until it has. */
  stop(): Promise<void>;
}

/** A worker of `stage` in this process. */
export const startWorker = async (
  chain: LocalBackend,
  stage: Stage,
  settings: WorkerSettings = {},
): Promise<RunningWorker> => {
  const stop = new AbortController();
  const queue = topology.stages[stage.name].receives;
  const scratch = join(chain.scratch, stage.name);
  await mkdir(scratch, { recursive: true });
  const running = runWorker(
    {
      stage,
      backend: chain,
      queue: chain.queues[queue],
      worker: 'test',
      scratch,
      slots: 2,
      visibilityMs: 30_000,
      maxFailures: 5,
      maxDeaths: 3,
      retryMs: 10,
      graceMs: 10_000,
      hitFailpoint: passFailpoints,
      log: createLog(stage.name, process.env.WATTLINE_LOG_LEVEL ?? 'silent'),
      ...settings,
    },
    stop.signal,
  );
  const end = async (): Promise<void> => {
    stop.abort();
    await running;
    await stage.close?.();
  };
  onTestFinished(end);
  return { stop: end };
};

export const settled = (chain: Pick<Backend, 'stores'>, run: string): Promise<Receipt> =>
  until(`run ${run} is settled`, async () => {
    const receipt = await readReceipt(chain.stores, run);
    return receipt !== undefined && ['sealed', 'rejected', 'failed'].includes(receipt.status) && receipt;
  });
