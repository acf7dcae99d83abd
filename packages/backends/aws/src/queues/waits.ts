import { setTimeout as sleep } from 'node:timers/promises';
import type { Message, ReceiveOptions } from '@wattline/backend-contract';
import type { Poll } from './receive.ts';

/** How long SQS may be at a poll whose receiver can leave: so long a stopping service waits for what it left. */
const LEAVABLE_MS = 5_000;
const SLACK_MS = 2_000;

export interface Waits {
  receive(options: ReceiveOptions): Promise<Message[]>;
  /** Resolves once no poll is under way that its receiver left; ends the ones that take too long. */
  settle(): Promise<void>;
}

/** The work's result, or undefined as soon as the signal aborts. */
const unlessAborted = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const leave = () => resolve(undefined);
  signal.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
};

/**
 * Long polls that can be left. SQS goes on with a poll whose receiver has hung up, and would give it the next message,
 * to be missed for a whole visibility time-out: so a poll that is left runs to its end, and what it brings is handed back.
 */
export const createWaits = (
  poll: (options: Poll) => Promise<Message[]>,
  handBack: (message: Message) => Promise<unknown>,
): Waits => {
  const left = new Set<Promise<void>>();
  const end = new AbortController();

  const leave = (polling: Promise<Message[]>): void => {
    const one: Promise<void> = polling
      .then((messages) => Promise.all(messages.map(handBack)))
      .then(() => {})
      // What could not be handed back comes back by itself.
      .catch(() => {})
      .finally(() => left.delete(one));
    left.add(one);
  };

  return {
    async receive({ max, waitMs, visibilityMs, signal }) {
      if (signal === undefined) return poll({ max, waitMs, visibilityMs });
      const until = performance.now() + waitMs;
      for (let rest = waitMs; !signal.aborted; rest = until - performance.now()) {
        const wait = Math.min(LEAVABLE_MS, Math.max(0, rest));
        const polling = poll({ max, waitMs: wait, visibilityMs, abortSignal: end.signal });
        const messages = await unlessAborted(polling, signal);
        if (messages === undefined) leave(polling);
        else if (messages.length > 0 || rest <= wait) return messages;
      }
      return [];
    },

    async settle() {
      const tooLate = new AbortController();
      const settled = Promise.all(left);
      const deadline = sleep(LEAVABLE_MS + SLACK_MS, undefined, { signal: tooLate.signal });
      await Promise.race([settled, deadline.catch(() => {})]);
      tooLate.abort();
      end.abort();
      await settled;
    },
  };
};
