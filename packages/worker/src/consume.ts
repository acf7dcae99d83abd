import { setTimeout as sleep } from 'node:timers/promises';
import type { Message, MessageQueue } from '@wattline/backend-contract';
import type { Logger } from 'pino';
import type { Observe } from './observer.ts';

export interface ConsumeOptions {
  readonly queue: MessageQueue;
  /** How many messages are in flight at once. */
  readonly slots: number;
  readonly visibilityMs: number;
  /** How long a stopping consumer may take to finish what is in flight. */
  readonly graceMs: number;
  readonly log: Logger;
  readonly observe?: Observe;
  /** Awaited before each receive. Returns when `signal` aborts. */
  readonly whenAble?: ((signal: AbortSignal) => Promise<void>) | undefined;
  /** Nothing is received while this is aborted. Without it, slots alone decide. */
  readonly mayReceive?: () => AbortSignal;
  /** Takes one delivery to its end: deleted, released or dead-lettered. Never throws. `stop`: the grace time is over. */
  readonly handle: (message: Message, stop: AbortSignal) => Promise<void>;
}

const WAIT_MS = 20_000;
const MAX_BATCH = 10;
const MAX_PAUSE_MS = 30_000;

const always = new AbortController().signal;

/**
 * The loop of every service that takes messages: receives into free slots until `signal` aborts; then it receives
 * nothing more, finishes what is in flight within the grace time, and returns.
 */
export const consume = async (options: ConsumeOptions, signal: AbortSignal): Promise<void> => {
  const { queue, slots, visibilityMs, log, observe, handle, mayReceive = () => always } = options;
  const busy = new Set<Promise<void>>();
  const hardStop = new AbortController();
  let failures = 0;

  const begin = (message: Message): void => {
    const one: Promise<void> = handle(message, hardStop.signal).finally(() => {
      busy.delete(one);
      observe?.({ type: 'in-flight', messages: busy.size });
    });
    busy.add(one);
  };

  while (!signal.aborted) {
    const permit = mayReceive();
    if (busy.size >= slots || (permit.aborted && busy.size > 0)) {
      observe?.({ type: 'full' });
      await Promise.race([...busy, aborted(signal)]);
      continue;
    }
    await options.whenAble?.(signal);
    if (signal.aborted) break;
    observe?.({ type: 'polling' });
    try {
      const messages = await queue.receive({
        max: Math.min(MAX_BATCH, slots - busy.size),
        waitMs: WAIT_MS,
        visibilityMs,
        signal: AbortSignal.any([signal, permit]),
      });
      failures = 0;
      observe?.({ type: 'received', messages });
      for (const message of messages) begin(message);
      observe?.({ type: 'in-flight', messages: busy.size });
    } catch (error) {
      if (signal.aborted) break;
      failures += 1;
      observe?.({ type: 'receiving-failed' });
      log.error({ err: error, queue: queue.name }, 'receiving failed');
      await sleep(Math.min(MAX_PAUSE_MS, 200 * 2 ** failures), undefined, { signal }).catch(() => {});
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
