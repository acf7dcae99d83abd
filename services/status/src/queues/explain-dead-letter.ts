import type { StageName } from '@wattline/api';
import type { Message } from '@wattline/backend-contract';
import type { QueueName } from '@wattline/topology';
import {
  ledgerKeys,
  readDocument,
  readObjectCreated,
  runId,
  StageFailure,
  type Stores,
  WattlineEvent,
} from '@wattline/worker';

/** Which part of which run a message hands to a stage. */
interface Concerns {
  readonly run: string;
  readonly replay: number;
  readonly part: number;
}

export interface Explanation {
  readonly run?: string;
  readonly part?: number;
  readonly reason: string;
  readonly remedy: string;
}

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

const concerns = (queue: QueueName, body: string): Concerns | undefined => {
  const message = parse(body);
  const created = queue === 'ingest' ? readObjectCreated(message)?.[0] : undefined;
  if (created !== undefined) return { run: runId(created), replay: 0, part: 0 };
  const event = WattlineEvent.safeParse(message);
  if (!event.success) return undefined;
  const { run, replay, part } = event.data.data;
  return { run, replay, part };
};

/** Why the last attempt that was allowed went wrong, else any that did. */
const failureOf = async (
  { results }: Pick<Stores, 'results'>,
  stage: StageName,
  { run, replay, part }: Concerns,
): Promise<StageFailure | undefined> => {
  const keys = ledgerKeys(run);
  const abandoned = await readDocument(results, keys.abandoned(replay, stage, part), StageFailure);
  if (abandoned !== undefined) return abandoned;
  let newest: StageFailure | undefined;
  for await (const { key } of results.list(keys.failed(replay, stage, part, '').replace(/\.json$/, ''))) {
    const failure = await readDocument(results, key, StageFailure);
    if (failure !== undefined && (newest === undefined || failure.at > newest.at)) newest = failure;
  }
  return newest;
};

const unreadable: Explanation = {
  reason: 'the message is not one of Wattline’s',
  remedy: 'find out who sends to the queue; then purge the dead letters',
};

/** Why a message was given up, as the run's ledger tells it. */
export const explainDeadLetter = async (
  stores: Stores,
  queue: QueueName,
  { body }: Pick<Message, 'body'>,
): Promise<Explanation> => {
  const about = concerns(queue, body);
  if (about === undefined) return unreadable;
  const { run, part } = about;
  if (queue === 'events')
    return {
      run,
      part,
      reason: 'nobody took the event in time',
      remedy: 'see that the status service runs; the run itself lacks nothing',
    };
  const failure = await failureOf(stores, queue, about).catch(() => undefined);
  if (failure !== undefined)
    return { run, part, reason: failure.error.message, remedy: failure.error.remedy };
  return {
    run,
    part,
    reason:
      'the worker ended each time without a word, as a process does that is killed or runs out of memory',
    remedy: 'look at the memory of the stage’s service, then redrive the message',
  };
};
