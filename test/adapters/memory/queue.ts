import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Message, MessageQueue } from '@wattline/backend-contract';

interface Kept {
  readonly id: string;
  readonly body: string;
  readonly sentAt: Date;
  visibleAt: number;
  receives: number;
  /** Of the delivery that it is in; undefined while it waits. */
  receiptHandle?: string;
}

interface MemoryQueueOptions {
  readonly name: string;
  readonly maxReceives?: number;
}

const LOOK_MS = 20;

type Inside = MessageQueue & { readonly messages: Map<string, Kept> };

const createQueue = (name: string, maxReceives: number, deadLetters?: Inside): Inside => {
  const messages = new Map<string, Kept>();
  const isVisible = ({ visibleAt }: Kept): boolean => visibleAt <= Date.now();

  const add = (to: Map<string, Kept>, body: string, delayMs = 0): void => {
    const id = randomUUID();
    to.set(id, { id, body, sentAt: new Date(), visibleAt: Date.now() + delayMs, receives: 0 });
  };

  const shown = ({ id, body, sentAt, receives, receiptHandle = '' }: Kept): Message => ({
    id,
    body,
    sentAt,
    receiptHandle,
    receiveCount: receives,
  });

  /** The message of a delivery that is not stale. */
  const held = ({ id, receiptHandle }: Message): Kept | undefined => {
    const kept = messages.get(id);
    return kept?.receiptHandle === receiptHandle && !isVisible(kept) ? kept : undefined;
  };

  const take = (max: number, visibilityMs: number): Message[] => {
    const taken: Message[] = [];
    for (const kept of messages.values()) {
      if (taken.length === max) break;
      if (!isVisible(kept)) continue;
      if (kept.receives >= maxReceives && deadLetters !== undefined) {
        messages.delete(kept.id);
        add(deadLetters.messages, kept.body);
        continue;
      }
      kept.receives += 1;
      kept.receiptHandle = randomUUID();
      kept.visibleAt = Date.now() + visibilityMs;
      taken.push(shown(kept));
    }
    return taken;
  };

  return {
    name,
    messages,
    ...(deadLetters && { deadLetters }),
    send: async (body, { delayMs } = {}) => add(messages, body, delayMs),
    receive: async ({ max, waitMs, visibilityMs, signal }) => {
      const deadline = Date.now() + waitMs;
      for (;;) {
        if (signal?.aborted === true) return [];
        const taken = take(max, visibilityMs);
        if (taken.length > 0 || Date.now() >= deadline) return taken;
        await sleep(LOOK_MS, undefined, signal && { signal }).catch(() => {});
      }
    },
    changeVisibility: async (message, visibilityMs) => {
      const kept = held(message);
      if (kept !== undefined) kept.visibleAt = Date.now() + visibilityMs;
      return kept !== undefined;
    },
    delete: async (message) => held(message) !== undefined && messages.delete(message.id),
    deadLetter: async (message) => {
      const kept = held(message);
      if (kept === undefined || deadLetters === undefined) return false;
      messages.delete(kept.id);
      add(deadLetters.messages, kept.body);
      return true;
    },
    depth: async () => {
      const all = [...messages.values()];
      const hidden = all.filter((kept) => !isVisible(kept));
      const inFlight = hidden.filter(({ receiptHandle }) => receiptHandle !== undefined).length;
      return {
        visible: all.length - hidden.length,
        inFlight,
        delayed: hidden.length - inFlight,
        oldestAgeMs: Math.max(0, ...all.map(({ sentAt }) => Date.now() - sentAt.getTime())),
      };
    },
    peek: async (max) => [...messages.values()].filter(isVisible).slice(0, max).map(shown),
    redrive: async ({ id } = {}) => {
      const dead = [...(deadLetters?.messages.values() ?? [])];
      const moved = dead.filter((kept) => isVisible(kept) && (id === undefined || kept.id === id));
      for (const kept of moved) {
        deadLetters?.messages.delete(kept.id);
        add(messages, kept.body);
      }
      return moved.length;
    },
    purge: async () => messages.clear(),
  };
};

/** A queue, and its dead letters, that live as long as the process. */
export const createMemoryQueue = ({
  name,
  maxReceives = Number.POSITIVE_INFINITY,
}: MemoryQueueOptions): MessageQueue => {
  const dead = createQueue(`${name}-dead-letters`, Number.POSITIVE_INFINITY);
  return createQueue(name, maxReceives, dead);
};
