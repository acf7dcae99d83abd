import type { Message, MessageQueue } from '@wattline/backend-contract';
import { renewInThread } from './renew-in-thread.ts';
import { RENEWALS } from './thread-protocol.ts';

/** A message that is kept invisible to others while work on it goes on. */
export interface Lease {
  /** Aborts once the message may be somebody else's. */
  readonly lost: AbortSignal;
  /** Stops the renewals and waits for one that is under way: it must not follow a delete. */
  end(): Promise<void>;
}

export interface LeaseOptions {
  readonly visibilityMs: number;
  /** Also from a thread, where the queue can: it renews while the event loop is blocked. */
  readonly inThread: boolean;
}

/** Renews from the thread; from the event loop where there is none, or where it does not come to it. */
export const holdMessage = (
  queue: MessageQueue,
  message: Message,
  { visibilityMs, inThread }: LeaseOptions,
): Lease => {
  const lost = new AbortController();
  const lose = (): void => lost.abort(new Error('the message is no longer ours'));
  const { renewal: own } = queue;
  const thread = inThread && own !== undefined ? renewInThread(own, message, visibilityMs, lose) : undefined;
  const renew = async (): Promise<void> => {
    // After a block the timer comes first, then what the thread reported meanwhile.
    await new Promise(setImmediate);
    if ((thread?.until() ?? 0) - Date.now() > visibilityMs / 2) return;
    try {
      if (!(await queue.changeVisibility(message, visibilityMs))) lose();
    } catch {
      // The next renewal tries again.
    }
  };
  let renewal: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    renewal = renew();
  }, visibilityMs / RENEWALS);
  return {
    lost: lost.signal,
    end: async () => {
      clearInterval(timer);
      await Promise.all([renewal, thread?.end()]);
    },
  };
};
