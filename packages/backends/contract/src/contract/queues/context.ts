import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Message, MessageQueue } from '../../message-queue.ts';

export type MakeMessageQueue = (settings: {
  maxReceives: number;
}) => Promise<{ queue: MessageQueue; close(): Promise<void> }>;

export interface MessageQueueContractOptions {
  /** Milliseconds added to every deadline, for a queue across a network. */
  readonly slack?: number;
  /** For a service that can only peek by receiving: peeking then raises the receive count. */
  readonly peekCounts?: boolean;
  /**
   * For a service that takes groups. `named`: what they change shows under loads alone that no test makes. `fair`: of
   * several that wait, one of which little is under way goes first. Without it, `group` may be ignored.
   */
  readonly groups?: 'named' | 'fair';
}

export const LONG_MS = 600_000;
/** Services round visibility and delay to whole seconds and may measure from a little before. */
export const ROUNDING_MS = 1_000;

/** What the tests of a queue share. */
export interface QueueContext {
  readonly options: MessageQueueContractOptions;
  /** How long something may take, ms. */
  readonly patience: number;
  /** A test with a queue of its own. */
  check(title: string, maxReceives: number, body: (queue: MessageQueue) => Promise<void>): void;
  /** The next message, whenever it comes. */
  next(queue: MessageQueue, visibilityMs?: number): Promise<Message>;
  eventually(assertion: () => Promise<void>): Promise<void>;
  deadLettersOf(queue: MessageQueue): MessageQueue;
  /** Every message that is there or comes back within a second of the last, not deleted. */
  drain(queue: MessageQueue): Promise<Message[]>;
  /** Fails every message of `bodies` until the queue has given each of them up. */
  exhaust(queue: MessageQueue, bodies: readonly string[]): Promise<Message[]>;
}

export const createQueueContext = (
  make: MakeMessageQueue,
  options: MessageQueueContractOptions,
): QueueContext => {
  const patience = 120_000 + (options.slack ?? 0);

  function check(title: string, maxReceives: number, body: (queue: MessageQueue) => Promise<void>): void {
    test.concurrent(title, { timeout: 3 * patience }, async () => {
      const { queue, close } = await make({ maxReceives });
      try {
        await body(queue);
      } finally {
        await close();
      }
    });
  }

  /** The next message, whenever it comes. */
  async function next(queue: MessageQueue, visibilityMs = LONG_MS): Promise<Message> {
    const deadline = performance.now() + patience;
    while (performance.now() < deadline) {
      const [message] = await queue.receive({ max: 1, waitMs: 1_000, visibilityMs });
      if (message) return message;
    }
    throw new Error(`no message came to ${queue.name} within ${patience} ms`);
  }

  // Not `expect.poll`: it asks which test is running, and of concurrent tests the first to end leaves none.
  async function eventually(assertion: () => Promise<void>): Promise<void> {
    const deadline = performance.now() + patience;
    for (;;) {
      try {
        return await assertion();
      } catch (error) {
        if (performance.now() >= deadline) throw error;
      }
      await sleep(50);
    }
  }

  function deadLettersOf(queue: MessageQueue): MessageQueue {
    if (queue.deadLetters === undefined) throw new Error(`${queue.name} has no dead-letter queue`);
    return queue.deadLetters;
  }

  /** Every message that is there or comes back within a second of the last, not deleted. */
  async function drain(queue: MessageQueue): Promise<Message[]> {
    const all: Message[] = [];
    for (;;) {
      const messages = await queue.receive({ max: 10, waitMs: 1_000, visibilityMs: LONG_MS });
      if (messages.length === 0) return all;
      all.push(...messages);
    }
  }

  /** Fails every message of `bodies` until the queue has given each of them up. */
  async function exhaust(queue: MessageQueue, bodies: readonly string[]): Promise<Message[]> {
    const dead = deadLettersOf(queue);
    for (const body of bodies) await queue.send(body);
    await eventually(async () => {
      for (const message of await queue.receive({ max: 10, waitMs: 0, visibilityMs: LONG_MS })) {
        await queue.changeVisibility(message, 0);
      }
      expect((await dead.depth()).visible).toBe(bodies.length);
    });
    const found = new Map<string, Message>();
    await eventually(async () => {
      for (const message of await dead.peek(10)) found.set(message.id, message);
      expect(found.size).toBe(bodies.length);
    });
    return [...found.values()];
  }

  return { options, patience, check, next, eventually, deadLettersOf, drain, exhaust };
};
