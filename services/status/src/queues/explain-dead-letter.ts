import type { Message } from '@wattline/backend-contract';
import { type QueueName, StageName } from '@wattline/topology';
import {
  explainDeadTask,
  readTaskHistory,
  type Stores,
  shareOfMessage,
  type Task,
  tasksOfMessage,
  WORKER_DIED,
} from '@wattline/worker';

export interface Explanation {
  readonly run?: string;
  readonly part?: number;
  readonly reason: string;
  readonly remedy: string;
}

const unreadable: Explanation = {
  reason: 'the message was not sent by Wattline or by its staging store',
  remedy: 'find out who sends to the queue; then purge the dead letters',
};

const undelivered: Explanation = {
  reason: 'the status service did not take the event in time',
  remedy: 'check that the status service runs; the run itself lacks nothing',
};

/** Its task did it itself. */
const leftShare: Pick<Explanation, 'reason' | 'remedy'> = {
  reason: 'no worker did the share of a file that it offers: they died of it, or are of an earlier release',
  remedy: 'purge it, the run lacks nothing; update the services of ingest together',
};

/** A redrive would only end the next process: the upload or the limits come first. */
const cautious = (code: string, remedy: string): string =>
  code === WORKER_DIED ? `do not redrive it as it is: ${remedy}` : remedy;

const tasksOf = (stage: StageName, body: string, stores: Stores): readonly Task[] => {
  try {
    return tasksOfMessage(stage, body, stores);
  } catch {
    return [];
  }
};

/** Why a message is a dead letter, by its run's ledger. */
export const explainDeadLetter = async (
  stores: Stores,
  queue: QueueName,
  { body }: Pick<Message, 'body'>,
): Promise<Explanation> => {
  const stage = StageName.safeParse(queue).data;
  if (stage === undefined) return undelivered;
  const [task] = tasksOf(stage, body, stores);
  if (task === undefined) {
    const share = shareOfMessage(body);
    return share === undefined ? unreadable : { run: share.run, part: share.part, ...leftShare };
  }
  const { run, part } = task;
  const history = await readTaskHistory(stores.results, stage, task);
  const error = history.deadLettered?.error ?? (await explainDeadTask(stores, stage, task, history));
  return { run, part, reason: error.message, remedy: cautious(error.code, error.remedy) };
};
