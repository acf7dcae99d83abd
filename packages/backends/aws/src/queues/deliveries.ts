import type { Message } from '@wattline/backend-contract';

interface Delivery {
  readonly receiptHandle: string;
  /** On this process's clock, in milliseconds; from then on the message may belong to another receiver. */
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
 * The deliveries of one queue that are in flight here. SQS accepts a delete with a stale receipt handle without an error,
 * and the message may or may not be gone: only the receiver knows that its handle is stale.
 */
export const createDeliveries = (): Deliveries => {
  const latest = new Map<string, Delivery>();

  const forgetEnded = (now: number): void => {
    for (const [id, { endsAt }] of latest) if (endsAt <= now) latest.delete(id);
  };

  const has = ({ id, receiptHandle }: Message): boolean => {
    const delivery = latest.get(id);
    return delivery?.receiptHandle === receiptHandle && performance.now() < delivery.endsAt;
  };

  return {
    add(messages, visibilityMs) {
      const now = performance.now();
      forgetEnded(now);
      for (const { id, receiptHandle } of messages)
        latest.set(id, { receiptHandle, endsAt: now + visibilityMs });
    },
    has,
    renew({ id, receiptHandle }, endsAt) {
      // The service has agreed, even where its answer came after the time that was known here.
      const known = latest.get(id);
      if (known === undefined || known.receiptHandle === receiptHandle)
        latest.set(id, { receiptHandle, endsAt });
    },
    end(message) {
      if (latest.get(message.id)?.receiptHandle === message.receiptHandle) latest.delete(message.id);
    },
  };
};
