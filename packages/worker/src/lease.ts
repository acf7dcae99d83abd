import type { Message, MessageQueue } from '@wattline/backend-contract';

/** A message that is kept invisible to others while work on it goes on. */
export interface Lease {
  /** Aborts once the message may be somebody else's. */
  readonly lost: AbortSignal;
  /** Stops the renewals and waits for one that is under way: it must not follow a delete. */
  end(): Promise<void>;
}

/** A few renewals may fail, or come late from a busy process, before the message is lost. */
const RENEWALS = 4;

export const holdMessage = (queue: MessageQueue, message: Message, visibilityMs: number): Lease => {
  const lost = new AbortController();
  let renewal: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    renewal = queue.changeVisibility(message, visibilityMs).then(
      (held) => {
        if (!held) lost.abort(new Error('the message is no longer ours'));
      },
      () => {}, // The next renewal tries again.
    );
  }, visibilityMs / RENEWALS);
  return {
    lost: lost.signal,
    end: async () => {
      clearInterval(timer);
      await renewal;
    },
  };
};
