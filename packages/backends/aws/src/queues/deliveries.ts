import type { Message } from '@wattline/backend-contract';

interface Delivery {
  readonly receipt: string;
  /** On this process's clock, in milliseconds; from then on the message may be somebody else's. */
  readonly endsAt: number;
}

export interface Deliveries {
  add(messages: readonly Message[], visibilityMs: number): void;
  /** Whether this delivery is the message's latest here and its time is not over. */
  has(message: Message): boolean;
  renew(message: Message, endsAt: number): void;
  end(message: Message): void;
}

/**
 * The deliveries that one queue has in hand. SQS takes a delete by a stale receipt without a word, and then the message
 * may or may not be gone: only the receiver can tell that its receipt is stale.
 */
export const createDeliveries = (): Deliveries => {
  const latest = new Map<string, Delivery>();

  const forgetEnded = (now: number): void => {
    for (const [id, { endsAt }] of latest) if (endsAt <= now) latest.delete(id);
  };

  const has = ({ id, receipt }: Message): boolean => {
    const delivery = latest.get(id);
    return delivery?.receipt === receipt && performance.now() < delivery.endsAt;
  };

  return {
    add(messages, visibilityMs) {
      const now = performance.now();
      forgetEnded(now);
      for (const { id, receipt } of messages) latest.set(id, { receipt, endsAt: now + visibilityMs });
    },
    has,
    renew({ id, receipt }, endsAt) {
      // The service has agreed, even where its answer came after the time that was known here.
      const known = latest.get(id);
      if (known === undefined || known.receipt === receipt) latest.set(id, { receipt, endsAt });
    },
    end(message) {
      if (latest.get(message.id)?.receipt === message.receipt) latest.delete(message.id);
    },
  };
};
