import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '@wattline/backend-contract';
import { StageName, topology } from '@wattline/topology';
import {
  type Backend,
  explainDeadTask,
  type Logger,
  readTaskHistory,
  recordDeadLetter,
  takeTasks,
  tasksOfMessage,
  UnreadableMessage,
} from '@wattline/worker';

export interface DeadLetterWatchOptions {
  readonly backend: Backend;
  readonly log: Logger;
  /** How often the depths of the dead-letter queues are asked for: a request each on SQS. */
  readonly pollMs: number;
  readonly signal: AbortSignal;
}

const MAX_LETTERS = 1_000;
const LOOK_AGAIN_ROUNDS = 30;

/** Records the failure of each task of a letter that its worker could not record. Returns the runs. */
const recordLetter = async (backend: Backend, stage: StageName, { body }: Message): Promise<string[]> => {
  const failed: string[] = [];
  for (const task of tasksOfMessage(stage, body, backend.stores)) {
    const history = await readTaskHistory(backend.stores.results, stage, task);
    if (history.done ?? history.rejected ?? history.deadLettered) continue;
    // The run of an upload may not be open yet.
    await takeTasks(stage, body, backend);
    const error = await explainDeadTask(backend.stores, stage, task, history);
    await recordDeadLetter(backend, stage, task, error);
    failed.push(task.run);
  }
  return failed;
};

/**
 * Looks for dead letters whose run does not say so: those that the queue itself moved, or whose worker died before it
 * recorded them. Their runs fail at once; the letters stay where they are, to be redriven. Resolves once `signal` aborts.
 */
export const watchDeadLetters = async ({
  backend,
  log,
  pollMs,
  signal,
}: DeadLetterWatchOptions): Promise<void> => {
  const known = new Map<StageName, ReadonlySet<string>>();

  let round = 0;

  const look = async (stage: StageName): Promise<void> => {
    const { deadLetters } = backend.queues[topology.stages[stage].receives];
    if (deadLetters === undefined) return;
    const { visible } = await deadLetters.depth();
    const before = known.get(stage) ?? new Set();
    if (visible === 0) known.delete(stage);
    // As many as before are nearly always the same: to look costs a request for each ten letters on SQS.
    if (visible === 0 || (visible === before.size && round % LOOK_AGAIN_ROUNDS !== 0)) return;
    const seen = new Set<string>();
    for (const letter of await deadLetters.peek(MAX_LETTERS)) {
      try {
        const runs = before.has(letter.id) ? [] : await recordLetter(backend, stage, letter);
        if (runs.length > 0) log.warn({ runs, stage, message: letter.id }, 'a dead letter was recorded');
        seen.add(letter.id);
      } catch (err) {
        if (err instanceof UnreadableMessage) seen.add(letter.id);
        else log.warn({ err, stage, message: letter.id }, 'a dead letter could not be recorded');
      }
    }
    known.set(stage, seen);
  };

  for (; !signal.aborted; round += 1) {
    for (const stage of StageName.options)
      await look(stage).catch((err: unknown) => log.warn({ err, stage }, 'the dead letters do not answer'));
    await sleep(pollMs, undefined, { signal }).catch(() => {});
  }
};
