import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalBackend } from '@wattline/bootstrap';
import { topology } from '@wattline/topology';
import {
  createLog,
  type HitFailpoint,
  type Logger,
  passFailpoints,
  runWorker,
  type Stage,
} from '@wattline/worker';
import { onTestFinished } from 'vitest';

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
  readonly turns?: 'together' | 'by-itself';
}

export interface RunningWorker {
  /** Asks it to stop and waits until it has. */
  stop(): Promise<void>;
}

/** A worker of `stage` in this process. */
export const startWorker = async (
  backend: LocalBackend,
  stage: Stage,
  settings: WorkerSettings = {},
): Promise<RunningWorker> => {
  const stop = new AbortController();
  const queue = topology.stages[stage.name].receives;
  const scratch = join(backend.scratch, stage.name);
  await mkdir(scratch, { recursive: true });
  const running = runWorker(
    {
      stage,
      backend,
      queue: backend.queues[queue],
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
