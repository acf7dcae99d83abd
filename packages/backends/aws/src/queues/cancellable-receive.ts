import { setTimeout as sleep } from 'node:timers/promises';
import type { Message, ReceiveOptions } from '@wattline/backend-contract';
import type { Poll } from './receive.ts';

/** The longest poll that can be cancelled: a stopping service waits that long for a poll it cancelled. */
const MAX_POLL_MS = 5_000;
const SLACK_MS = 2_000;

export interface CancellableReceive {
  receive(options: ReceiveOptions): Promise<Message[]>;
  /** Resolves once no cancelled poll is under way; aborts those that take too long. */
  settle(): Promise<void>;
}

/** The work's result, or undefined as soon as the signal aborts. */
const unlessAborted = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const cancel = () => resolve(undefined);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
};

/**
 * Long polls that can be cancelled. SQS goes on with a poll whose connection was closed, and would give it the next
 * message, which would be hidden for a whole visibility time-out: so a cancelled poll runs to its end, and the messages
 * that it brings are released.
 */
export const cancellableReceive = (
  poll: (options: Poll) => Promise<Message[]>,
  release: (message: Message) => Promise<unknown>,
): CancellableReceive => {
  const cancelled = new Set<Promise<void>>();
  const end = new AbortController();

  const cancel = (polling: Promise<Message[]>): void => {
    const one: Promise<void> = polling
      .then((messages) => Promise.all(messages.map(release)))
      .then(() => {})
      // A message that could not be released becomes visible by itself.
      .catch(() => {})
      .finally(() => cancelled.delete(one));
    cancelled.add(one);
  };

  return {
    async receive({ max, waitMs, visibilityMs, signal }) {
      if (signal === undefined) return poll({ max, waitMs, visibilityMs });
      const until = performance.now() + waitMs;
      for (let rest = waitMs; !signal.aborted; rest = until - performance.now()) {
        const wait = Math.min(MAX_POLL_MS, Math.max(0, rest));
        const polling = poll({ max, waitMs: wait, visibilityMs, abortSignal: end.signal });
        const messages = await unlessAborted(polling, signal);
        if (messages === undefined) cancel(polling);
        else if (messages.length > 0 || rest <= wait) return messages;
      }
      return [];
    },

    async settle() {
      const tooLate = new AbortController();
      const settled = Promise.all(cancelled);
      const deadline = sleep(MAX_POLL_MS + SLACK_MS, undefined, { signal: tooLate.signal });
      await Promise.race([settled, deadline.catch(() => {})]);
      tooLate.abort();
      end.abort();
      await settled;
    },
  };
};
