import { setTimeout as sleep } from 'node:timers/promises';
import type { Message, MessageQueue } from '@wattline/backend-contract';
import { type AttemptOptions, attemptPart } from './attempt.ts';
import { partsOf } from './tasks.ts';

export interface WorkerOptions extends AttemptOptions {
  readonly queue: MessageQueue;
  /** How many parts this worker has in hand at once. */
  readonly slots: number;
  readonly visibilityMs: number;
  readonly maxReceives: number;
  /** The first wait after a transient error; it doubles with each further one. */
  readonly retryMs: number;
  /** How long a stopping worker may take to finish what it has in hand. */
  readonly graceMs: number;
}

const WAIT_MS = 20_000;
const MAX_RETRY_MS = 300_000;

/** Keeps a message invisible to others while work goes on; aborts the work where the message was lost. */
const holdMessage = (queue: MessageQueue, message: Message, visibilityMs: number, lost: () => void) => {
  let renewal: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    renewal = queue.extend(message, visibilityMs).then(
      (held) => {
        if (!held) lost();
      },
      () => {}, // A renewal that fails is tried again a third of the time later.
    );
  }, visibilityMs / 3);
  return async (): Promise<void> => {
    clearInterval(timer);
    // A renewal under way must not follow the delete.
    await renewal;
  };
};

const retryDelayMs = (retryMs: number, receiveCount: number): number =>
  Math.min(MAX_RETRY_MS, retryMs * 2 ** (receiveCount - 1));

/** Handles one delivery to its end: deleted once its outcome is recorded, else handed back for later. Never throws. */
const handle = async (options: WorkerOptions, message: Message, stop: AbortSignal): Promise<void> => {
  const { queue, stage, reach, maxReceives, observe } = options;
  const log = options.log.child({ stage: stage.name, message: message.id });
  const abort = new AbortController();
  const signal = AbortSignal.any([abort.signal, stop]);
  const release = holdMessage(queue, message, options.visibilityMs, () =>
    abort.abort(new Error('the message is no longer ours')),
  );
  const last = message.receiveCount >= maxReceives;
  let startedAt = performance.now();
  const elapsedMs = (): number => Math.round(performance.now() - startedAt);
  try {
    for (const part of await partsOf(stage.name, message.body, options.chain)) {
      startedAt = performance.now();
      const outcome = await attemptPart(options, part, { receiveCount: message.receiveCount, last, signal });
      const ms = elapsedMs();
      observe?.({ type: 'handled', outcome, ms });
      log.info(
        { run: part.run, dataset: part.dataset, part: part.part, parts: part.parts, outcome, ms },
        'part handled',
      );
    }
    await release();
    reach('before-delete');
    await queue.delete(message);
  } catch (error) {
    await release();
    const stopped = stop.aborted;
    observe?.({ type: 'handled', outcome: stopped ? 'handed-back' : 'failed', ms: elapsedMs() });
    const delayMs = stopped || last ? 0 : retryDelayMs(options.retryMs, message.receiveCount);
    if (stopped) log.info('handed back, because this worker stops');
    else log.warn({ err: error, receiveCount: message.receiveCount, last, delayMs }, 'attempt failed');
    await queue
      .extend(message, delayMs)
      .catch((cause: unknown) => log.warn({ err: cause }, 'could not hand the message back'));
  }
};

/** Receives until `signal` aborts; then takes no new work, finishes what it has within the grace time, and returns. */
export const runWorker = async (options: WorkerOptions, signal: AbortSignal): Promise<void> => {
  const { queue, slots, visibilityMs, log, observe } = options;
  const busy = new Set<Promise<void>>();
  const hardStop = new AbortController();
  let failures = 0;
  while (!signal.aborted) {
    if (busy.size >= slots) {
      observe?.({ type: 'full' });
      await Promise.race([...busy, aborted(signal)]);
      continue;
    }
    observe?.({ type: 'asking' });
    try {
      const messages = await queue.receive({
        max: Math.min(10, slots - busy.size),
        waitMs: WAIT_MS,
        visibilityMs,
        signal,
      });
      failures = 0;
      observe?.({ type: 'received', messages });
      for (const message of messages) {
        const one: Promise<void> = handle(options, message, hardStop.signal).finally(() => {
          busy.delete(one);
          observe?.({ type: 'in-hand', messages: busy.size });
        });
        busy.add(one);
      }
      observe?.({ type: 'in-hand', messages: busy.size });
    } catch (error) {
      if (signal.aborted) break;
      failures += 1;
      observe?.({ type: 'receiving-failed' });
      log.error({ err: error, queue: queue.name }, 'receiving failed');
      await sleep(Math.min(30_000, 200 * 2 ** failures), undefined, { signal }).catch(() => {});
    }
  }
  observe?.({ type: 'draining' });
  const grace = setTimeout(() => hardStop.abort(new Error('the worker stops')), options.graceMs);
  await Promise.all(busy);
  clearTimeout(grace);
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
