import type { Message, MessageQueue } from '@wattline/backend-contract';
import { isOutOfSpace } from '@wattline/errors';
import { firstStage, type StageName } from '@wattline/topology';
import type { Logger } from 'pino';
import { type AttemptOptions, attemptTask, type Delivery } from './attempt.ts';
import type { Backend } from './backend.ts';
import { explainDeadTask, recordDeadLetter } from './dead-letter.ts';
import { decide, type RetryLimits } from './decide.ts';
import { redeliveryDelayMs, retryDelayMs, turnDelayMs } from './delivery-delays.ts';
import { enqueueNext, publishEvent } from './enqueue-next.ts';
import { stageEvent, type Task } from './events.ts';
import type { Gate } from './gate.ts';
import { holdMessage } from './lease/lease.ts';
import { RUN_CANCELLED, type StageFailure } from './ledger.ts';
import { UnreadableMessage } from './message-tasks.ts';
import type { TaskOutcome } from './observer.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import { doShare } from './shares/do-share.ts';
import type { OfferedShare } from './shares/share.ts';
import { readTaskHistory } from './task-history.ts';
import { takeTasks } from './tasks.ts';
import { resumeSuperseded } from './turn/resume-superseded.ts';
import { takeTurn, turnStage } from './turn/take-turn.ts';

export interface DeliverOptions extends AttemptOptions, RetryLimits {
  readonly queue: MessageQueue;
  readonly gate: Gate;
  /** A task whose message was sent twice is not worked on twice beside itself. */
  readonly perTask: OneAtATime;
  readonly visibilityMs: number;
  /** Deliveries are renewed from a thread too: the event loop may be blocked for longer than they stay hidden. */
  readonly renewInThread?: boolean;
  /** Awaited before work begins: for what the machine lacks now, such as disk space. Returns when `signal` aborts. */
  readonly whenAble?: (signal: AbortSignal) => Promise<void>;
  /** A task that meets a full disk is retried until there is room; `fail`: it counts as any failure. */
  readonly fullDisk?: 'wait' | 'fail';
  /** The first wait after a failure; it doubles with each further one. */
  readonly retryMs: number;
  /** `by-itself`: each run makes its version, whatever else waits. */
  readonly turns?: 'together' | 'by-itself';
}

type Result =
  | { readonly outcome: 'done' | 'rejected' | 'skipped' | 'superseded' | 'waiting' }
  | { readonly outcome: 'failed'; readonly failures: number }
  | { readonly outcome: 'dead-lettered'; readonly error: StageFailure['error'] };

interface DeadTask {
  readonly task: Task;
  readonly error: StageFailure['error'];
}

/** After a full disk a task waits for sixteen first waits at most: somebody may just have freed space. */
const LONGEST_DISK_WAITS = 5;

/** A stage publishes its own task's rejection alone: cancelling a run has published itself. */
const publishRejection = async (backend: Backend, stage: StageName, task: Task, rejected: StageFailure) => {
  const { error } = rejected;
  if (stage !== firstStage) await resumeSuperseded(backend, task);
  if (rejected.stage !== stage || rejected.part !== task.part || error.code === RUN_CANCELLED) return;
  await publishEvent(backend, stageEvent('wattline.run.rejected', { ...task, stage, error }));
};

/** Where a version could be begun: it, or the task ends or waits here. */
const endBeforeTurn = async (
  { stage, backend, turns = 'together' }: DeliverOptions,
  task: Task,
  log: Logger,
): Promise<'superseded' | 'waiting' | undefined> => {
  if (turns === 'by-itself' || stage.name !== turnStage) return undefined;
  const taken = await takeTurn(backend.stores, task);
  if (taken.by === undefined) return taken.turn === 'wait' ? 'waiting' : undefined;
  const { by, entry } = taken.by;
  log.info({ by, entry }, 'superseded: the version of another run has what this one brought');
  const { run, dataset, replay } = task;
  const about = { run, dataset, replay, part: 0, parts: 1, stage: stage.name, by };
  await publishEvent(backend, stageEvent('wattline.run.superseded', about));
  return 'superseded';
};

/** Takes one task as far as this delivery can. Throws where it was interrupted, or the surroundings fail. */
const handleTask = async (
  options: DeliverOptions,
  task: Task,
  receiveCount: number,
  { signal, stop }: Pick<Delivery, 'signal' | 'stop'>,
  log: Logger,
): Promise<Result> => {
  const { stage, backend, gate, worker, hitFailpoint, maxFailures } = options;
  for (let alone = false; ; alone = true) {
    const leave = await gate.enter(alone, signal);
    try {
      const history = await readTaskHistory(backend.stores.results, stage.name, task, worker);
      const verdict = decide(history, options);
      if (verdict.type === 'attempt-alone' && !alone) {
        log.warn(
          { lost: history.lost.map(({ attempt, worker: by }) => ({ attempt, worker: by })) },
          'a worker died while it had this task: it is retried alone',
        );
        continue;
      }
      switch (verdict.type) {
        case 'skip':
          await publishRejection(backend, stage.name, task, verdict.rejected);
          return { outcome: 'skipped' };
        case 'resend':
          await enqueueNext(stage.name, task, verdict.done, backend);
          return { outcome: 'skipped' };
        case 'dead-letter':
          return {
            outcome: 'dead-lettered',
            error: await explainDeadTask(backend.stores, stage.name, task, history),
          };
        case 'attempt':
        case 'attempt-alone': {
          const outcome = await endBeforeTurn(options, task, log);
          if (outcome !== undefined) return { outcome };
          const result = await attemptTask(options, task, { receiveCount, signal, stop, alone });
          if (result.outcome === 'done') {
            hitFailpoint('before-send');
            await enqueueNext(stage.name, task, result.done, backend);
            return { outcome: 'done' };
          }
          if (result.outcome === 'rejected') {
            await publishRejection(backend, stage.name, task, result.rejected);
            return { outcome: 'rejected' };
          }
          if (options.fullDisk !== 'fail' && isOutOfSpace(result.cause)) {
            log.warn({ err: result.cause }, 'the disk is full: the task is retried until there is room');
            return { outcome: 'failed', failures: Math.min(history.fullDisks + 1, LONGEST_DISK_WAITS) };
          }
          const failures =
            history.failures.length + (options.fullDisk === 'fail' ? history.fullDisks : 0) + 1;
          log.warn({ err: result.cause, failures }, 'attempt failed');
          return failures < maxFailures
            ? { outcome: 'failed', failures }
            : { outcome: 'dead-lettered', error: result.error };
        }
      }
    } finally {
      leave();
    }
  }
};

const isTasks = (taken: readonly Task[] | OfferedShare): taken is readonly Task[] => Array.isArray(taken);

/** Does a share of another worker's task. That task does it itself where this one gives up. */
const helpWith = async (
  options: DeliverOptions,
  offered: OfferedShare,
  receiveCount: number,
  signal: AbortSignal,
  log: Logger,
): Promise<'done' | 'skipped' | 'given-up'> => {
  const { stage, backend, gate, worker, scratch, hitFailpoint, maxFailures } = options;
  const { run, dataset, part, division, share } = offered;
  const shareLog = log.child({ run, dataset, part, division, share });
  const leave = await gate.enter(false, signal);
  const startedAt = performance.now();
  try {
    const outcome = await doShare(
      { stage, stores: backend.stores, worker, scratch, hitFailpoint, log: shareLog },
      offered,
      { receiveCount, signal },
    );
    shareLog.info({ outcome, ms: Math.round(performance.now() - startedAt) }, 'share handled');
    return outcome;
  } catch (error) {
    if (signal.aborted || receiveCount < maxFailures) throw error;
    shareLog.warn({ err: error, receiveCount }, 'share left to its task');
    return 'given-up';
  } finally {
    leave();
  }
};

const inTurn: typeof handleTask = async (options, task, receiveCount, delivery, log) => {
  const leave = await options.perTask.enter(`${task.run}/${task.replay}/${task.part}`, delivery.signal);
  try {
    return await handleTask(options, task, receiveCount, delivery, log);
  } finally {
    leave();
  }
};

/** The letter first: if the process dies in between, the watch over the dead letters records what is missing. */
const deadLetter = async (options: DeliverOptions, message: Message, dead: readonly DeadTask[]) => {
  const { queue, stage, backend } = options;
  await queue.deadLetter(message);
  for (const { task, error } of dead) await recordDeadLetter(backend, stage.name, task, error);
};

/** Takes one delivery to its end: deleted once its outcome is recorded, dead-lettered, or released for later. Never throws. */
export const deliver = async (
  options: DeliverOptions,
  message: Message,
  stop: AbortSignal,
): Promise<void> => {
  const { queue, stage, hitFailpoint, observe, retryMs, maxFailures } = options;
  const log = options.log.child({ stage: stage.name, message: message.id });
  const { visibilityMs, renewInThread: inThread = false } = options;
  const lease = holdMessage(queue, message, { visibilityMs, inThread });
  const signal = AbortSignal.any([lease.lost, stop]);
  let startedAt = performance.now();
  let isShare = false;
  const sinceMs = (): number => Math.round(performance.now() - startedAt);
  const observed = (outcome: TaskOutcome): number => {
    const ms = sinceMs();
    if (isShare)
      observe?.({ type: 'share-handled', outcome: outcome === 'released' ? outcome : 'failed', ms });
    else observe?.({ type: 'handled', outcome, ms });
    return ms;
  };
  const release = async (delayMs: number): Promise<void> => {
    await queue
      .changeVisibility(message, delayMs)
      .catch((cause: unknown) => log.warn({ err: cause }, 'the message could not be released'));
  };
  try {
    const dead: DeadTask[] = [];
    let failures = 0;
    let waits = false;
    // The wait for this message may have begun while there was space.
    await options.whenAble?.(signal);
    signal.throwIfAborted();
    const taken = await takeTasks(stage.name, message.body, options.backend);
    if (!isTasks(taken)) {
      isShare = true;
      const outcome = await helpWith(options, taken, message.receiveCount, signal, log);
      observe?.({ type: 'share-handled', outcome, ms: sinceMs() });
      await lease.end();
      await queue.delete(message);
      return;
    }
    for (const task of taken) {
      startedAt = performance.now();
      const { run, dataset, part, parts } = task;
      const taskLog = log.child({ run, dataset, part, parts });
      const result = await inTurn(options, task, message.receiveCount, { signal, stop }, taskLog);
      const ms = observed(result.outcome);
      if (result.outcome === 'dead-lettered') {
        dead.push({ task, error: result.error });
        taskLog.error({ error: result.error, ms }, 'task dead-lettered');
      } else if (result.outcome === 'failed') failures = Math.max(failures, result.failures);
      else if (result.outcome === 'waiting') waits = true;
      else taskLog.info({ outcome: result.outcome, ms }, 'task handled');
    }
    await lease.end();
    if (dead.length > 0) return await deadLetter(options, message, dead);
    if (failures > 0) return await release(retryDelayMs(retryMs, failures));
    if (waits) return await release(turnDelayMs(message.receiveCount));
    hitFailpoint('before-delete');
    await queue.delete(message);
  } catch (error) {
    await lease.end();
    if (stop.aborted) {
      observed('released');
      log.info('released, because this worker stops');
      return release(0);
    }
    if (error instanceof UnreadableMessage && message.receiveCount >= maxFailures) {
      observed('dead-lettered');
      log.error({ err: error }, 'message dead-lettered');
      await queue
        .deadLetter(message)
        .catch((cause: unknown) => log.warn({ err: cause }, 'the message could not be dead-lettered'));
      return;
    }
    observed('failed');
    const delayMs = lease.lost.aborted ? 0 : redeliveryDelayMs(retryMs, message.receiveCount);
    log.warn({ err: error, receiveCount: message.receiveCount, delayMs }, 'delivery failed');
    await release(delayMs);
  }
};
