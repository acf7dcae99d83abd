import type { StageName } from '@wattline/topology';
import type { Stores } from './backend.ts';
import type { Task } from './events.ts';
import { createDocument, type DeathDocument, ledgerKeys } from './ledger.ts';
import { tasksOfMessage } from './message-tasks.ts';
import { readRun } from './runs.ts';
import { readTaskHistory } from './task-history.ts';

/** A task that a process had when it died. */
export interface InterruptedTask {
  readonly run: string;
  readonly dataset: string;
  readonly part: number;
  /** The staging key of the upload. */
  readonly file: string;
}

const readable = (stage: StageName, body: string, stores: Stores): Task[] => {
  try {
    return tasksOfMessage(stage, body, stores);
  } catch {
    return []; // No task of ours.
  }
};

/**
 * Records how a worker's process ended, for each task that it was at work on. `worker` begins the name that the process
 * has in the ledger, `bodies` are the messages that it held. Called by a supervisor.
 */
export const recordDeath = async (
  stores: Stores,
  options: {
    readonly stage: StageName;
    readonly worker: string;
    readonly bodies: readonly string[];
    readonly death: DeathDocument;
  },
): Promise<InterruptedTask[]> => {
  const { stage, worker, bodies, death } = options;
  const interrupted: InterruptedTask[] = [];
  for (const task of bodies.flatMap((body) => readable(stage, body, stores))) {
    const { lost } = await readTaskHistory(stores.results, stage, task);
    const mine = lost.find((attempt) => attempt.worker.startsWith(worker));
    if (mine === undefined) continue;
    const { run, dataset, replay, part } = task;
    await createDocument(stores.results, ledgerKeys(run).death(replay, stage, part, mine.attempt), death);
    interrupted.push({ run, dataset, part, file: (await readRun(stores, run))?.upload.key ?? dataset });
  }
  return interrupted;
};
