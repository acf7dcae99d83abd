import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Message, MessageQueue } from '../message-queue.ts';

export type MakeMessageQueue = (settings: {
  maxReceives: number;
}) => Promise<{ queue: MessageQueue; close(): Promise<void> }>;

export interface MessageQueueContractOptions {
  /** Milliseconds added to every deadline, for a queue across a network. */
  readonly slack?: number;
  /** For a service that can only peek by receiving: peeking then raises the receive count. */
  readonly peekCounts?: boolean;
}

const LONG_MS = 60_000;
/** Services round visibility and delay to whole seconds and may measure from a little before. */
const ROUNDING_MS = 1_000;

/**
 * What a stage may rely on, whichever the queue. Every test makes a queue of its own and all run at once;
 * times are in whole seconds, nothing is asserted of order, and whatever takes a while is awaited with a deadline.
 */
export function describeMessageQueue(
  name: string,
  make: MakeMessageQueue,
  options: MessageQueueContractOptions = {},
): void {
  const patience = 30_000 + (options.slack ?? 0);

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

  describe.concurrent(`${name} as a MessageQueue`, () => {
    check('delivers what was sent, and nothing more once it is deleted', 5, async (queue) => {
      const before = Date.now();
      await queue.send('{"n":1}');
      const message = await next(queue, 1_000);
      expect(message).toMatchObject({ body: '{"n":1}', receiveCount: 1 });
      expect(message.id).not.toBe('');
      expect(Math.abs(message.sentAt.getTime() - before)).toBeLessThan(patience);
      expect(await queue.delete(message)).toBe(true);
      expect(await queue.receive({ max: 10, waitMs: 2_000, visibilityMs: LONG_MS })).toEqual([]);
    });

    check('returns no message where there is none', 5, async (queue) => {
      expect(await queue.receive({ max: 10, waitMs: 0, visibilityMs: LONG_MS })).toEqual([]);
    });

    check('gives at most the number asked for', 5, async (queue) => {
      for (const body of ['a', 'b', 'c']) await queue.send(body);
      const first = await queue.receive({ max: 2, waitMs: 1_000, visibilityMs: LONG_MS });
      expect(first.length).toBeLessThanOrEqual(2);
      const bodies = [...first, ...(await drain(queue))].map(({ body }) => body);
      expect(bodies.sort()).toEqual(['a', 'b', 'c']);
    });

    check('hides a message in flight', 5, async (queue) => {
      await queue.send('hidden');
      await next(queue);
      expect(await queue.receive({ max: 10, waitMs: 1_000, visibilityMs: LONG_MS })).toEqual([]);
    });

    check('delivers a message again when its visibility ends', 5, async (queue) => {
      await queue.send('again');
      const before = Date.now();
      const first = await next(queue, 2_000);
      const second = await next(queue);
      expect(Date.now() - before).toBeGreaterThanOrEqual(2_000 - ROUNDING_MS);
      expect(second).toMatchObject({ id: first.id, body: 'again', receiveCount: 2 });
      expect(second.receiptHandle).not.toBe(first.receiptHandle);
      expect(second.sentAt).toEqual(first.sentAt);
    });

    check('keeps an extended message away', 5, async (queue) => {
      await queue.send('long work');
      const message = await next(queue, 3_000);
      expect(await queue.changeVisibility(message, LONG_MS)).toBe(true);
      // Comes after the first visibility would have ended, so whatever had come back would be here too.
      await queue.send('marker', { delayMs: 4_000 });
      const bodies = [(await next(queue)).body, ...(await drain(queue)).map(({ body }) => body)];
      expect(bodies).toEqual(['marker']);
      expect(await queue.delete(message)).toBe(true);
    });

    check('releases a message at once', 5, async (queue) => {
      await queue.send('back');
      const before = Date.now();
      const first = await next(queue, 600_000);
      expect(await queue.changeVisibility(first, 0)).toBe(true);
      expect(await next(queue)).toMatchObject({ id: first.id, receiveCount: 2 });
      expect(Date.now() - before).toBeLessThan(600_000);
    });

    check('refuses a stale receipt handle, and leaves the message to its next receiver', 5, async (queue) => {
      await queue.send('whose');
      const stale = await next(queue, 1_000);
      const current = await next(queue);
      expect(await queue.delete(stale)).toBe(false);
      expect(await queue.changeVisibility(stale, 0)).toBe(false);
      expect(await queue.receive({ max: 1, waitMs: 1_000, visibilityMs: LONG_MS })).toEqual([]);
      expect(await queue.changeVisibility(current, 0)).toBe(true);
      expect(await queue.delete(await next(queue))).toBe(true);
    });

    check('holds a delayed message back', 5, async (queue) => {
      const before = Date.now();
      await queue.send('later', { delayMs: 3_000 });
      await queue.send('now');
      const bodies = [(await next(queue)).body, (await next(queue)).body];
      expect(Date.now() - before).toBeGreaterThanOrEqual(3_000 - ROUNDING_MS);
      expect(bodies.sort()).toEqual(['later', 'now']);
    });

    check('ends a wait when a message arrives', 5, async (queue) => {
      const started = performance.now();
      const waiting = queue.receive({ max: 1, waitMs: 20_000, visibilityMs: LONG_MS });
      await queue.send('arrived');
      const received = await waiting;
      expect(received.map(({ body }) => body)).toEqual(['arrived']);
      expect(performance.now() - started).toBeLessThan(20_000);
    });

    check('ends a wait when its signal aborts, and takes nothing afterwards', 5, async (queue) => {
      const controller = new AbortController();
      const waiting = queue.receive({
        max: 1,
        waitMs: 20_000,
        visibilityMs: 1_000,
        signal: controller.signal,
      });
      const started = performance.now();
      await queue.depth();
      controller.abort();
      expect(await waiting).toEqual([]);
      expect(performance.now() - started).toBeLessThan(20_000);
      const { signal } = controller;
      await queue.send('kept');
      expect(await queue.receive({ max: 1, waitMs: 20_000, visibilityMs: LONG_MS, signal })).toEqual([]);
      expect((await next(queue)).body).toBe('kept');
    });

    check('moves a message to the dead letters once it was received too often', 2, async (queue) => {
      const body = JSON.stringify({ text: 'naïve ☃ 𝄞', n: 1 });
      await queue.send(body);
      const counts: number[] = [];
      for (const _ of [1, 2]) {
        const message = await next(queue);
        counts.push(message.receiveCount);
        await queue.changeVisibility(message, 0);
      }
      expect(counts).toEqual([1, 2]);
      await eventually(async () => {
        expect(await queue.receive({ max: 10, waitMs: 0, visibilityMs: LONG_MS })).toEqual([]);
        expect((await deadLettersOf(queue).depth()).visible).toBe(1);
      });
      expect((await queue.depth()).visible).toBe(0);
      expect((await next(deadLettersOf(queue))).body).toBe(body);
    });

    check('dead-letters a delivery on request', 5, async (queue) => {
      await queue.send('hopeless');
      const message = await next(queue);
      expect(await queue.deadLetter(message)).toBe(true);
      const dead = deadLettersOf(queue);
      await eventually(async () => expect((await dead.depth()).visible).toBe(1));
      expect(await queue.depth()).toMatchObject({ visible: 0, inFlight: 0 });
      expect(await queue.deadLetter(message)).toBe(false);
      expect(await queue.redrive()).toBe(1);
      const again = await next(queue);
      expect(again).toMatchObject({ body: 'hopeless', receiveCount: 1 });
      expect(await dead.deadLetter(again)).toBe(false);
      expect(await queue.delete(again)).toBe(true);
    });

    check(
      'leaves a message to its next receiver when a stale delivery is dead-lettered',
      5,
      async (queue) => {
        await queue.send('whose');
        const stale = await next(queue, 1_000);
        const current = await next(queue);
        expect(await queue.deadLetter(stale)).toBe(false);
        expect(await queue.delete(current)).toBe(true);
        expect((await deadLettersOf(queue).depth()).visible).toBe(0);
      },
    );

    check('has dead letters with none of their own', 2, async (queue) => {
      const dead = deadLettersOf(queue);
      expect(dead.deadLetters).toBeUndefined();
      expect(dead.name).not.toBe(queue.name);
      expect(await dead.redrive()).toBe(0);
    });

    check('moves all dead letters back, to be received again', 1, async (queue) => {
      await exhaust(queue, ['a', 'b', 'c']);
      expect(await queue.redrive()).toBe(3);
      const messages = [await next(queue), await next(queue), await next(queue)];
      expect(messages.map(({ body }) => body).sort()).toEqual(['a', 'b', 'c']);
      expect(messages.map(({ receiveCount }) => receiveCount)).toEqual([1, 1, 1]);
      await eventually(async () => expect((await deadLettersOf(queue).depth()).visible).toBe(0));
      expect(await queue.redrive()).toBe(0);
    });

    check('moves one dead letter back', 1, async (queue) => {
      const dead = await exhaust(queue, ['a', 'b', 'c']);
      const chosen = dead.find(({ body }) => body === 'b');
      if (chosen === undefined) throw new Error('the dead letter is missing');
      expect(await queue.redrive({ id: chosen.id })).toBe(1);
      expect(await next(queue)).toMatchObject({ body: 'b', receiveCount: 1 });
      expect(await queue.redrive({ id: 'no such message' })).toBe(0);
      await eventually(async () => expect((await deadLettersOf(queue).depth()).visible).toBe(2));
      expect(await drain(queue)).toEqual([]);
    });

    check('shows messages without receiving them', 5, async (queue) => {
      for (const body of ['a', 'b']) await queue.send(body);
      const seen = new Set<string>();
      await eventually(async () => {
        for (const { body } of await queue.peek(10)) seen.add(body);
        expect([...seen].sort()).toEqual(['a', 'b']);
      });
      expect((await queue.peek(1)).length).toBeLessThanOrEqual(1);
      const messages = [await next(queue), await next(queue)];
      expect(messages.map(({ body }) => body).sort()).toEqual(['a', 'b']);
      if (!options.peekCounts) expect(messages.map(({ receiveCount }) => receiveCount)).toEqual([1, 1]);
    });

    check('reports how many messages are visible, in flight and delayed', 5, async (queue) => {
      expect(await queue.depth()).toEqual({ visible: 0, inFlight: 0, delayed: 0, oldestAgeMs: 0 });
      for (const body of ['a', 'b', 'c']) await queue.send(body);
      await queue.send('later', { delayMs: 600_000 });
      await next(queue);
      await eventually(async () =>
        expect(await queue.depth()).toMatchObject({ visible: 2, inFlight: 1, delayed: 1 }),
      );
      expect((await queue.depth()).oldestAgeMs).toBeGreaterThanOrEqual(0);
    });

    check('purges what is visible, in flight and delayed', 5, async (queue) => {
      for (const body of ['a', 'b', 'c']) await queue.send(body);
      await queue.send('later', { delayMs: 600_000 });
      await next(queue);
      await queue.purge();
      await eventually(async () =>
        expect(await queue.depth()).toMatchObject({ visible: 0, inFlight: 0, delayed: 0 }),
      );
    });

    check('keeps bodies as they are, up to 200 KB', 5, async (queue) => {
      const bodies = [
        'plain',
        '{"a":"\\u0000","b":"line\\n"}',
        'tab\tnewline\nquote"\'`;--',
        'åß∂ 漢字 🏳️‍🌈 𝄞 e\u0301 \u200f',
        ' spaces kept ',
        'x'.repeat(200_000),
        '漢'.repeat(66_000),
      ];
      for (const body of bodies) await queue.send(body);
      const received: string[] = [];
      while (received.length < bodies.length) received.push((await next(queue)).body);
      expect(received.sort()).toEqual([...bodies].sort());
    });

    check('loses none of 200 messages among 10 receivers', 5, async (queue) => {
      const bodies = Array.from({ length: 200 }, (_, n) => `message ${n}`);
      const seen = new Set<string>();
      const deadline = performance.now() + patience;
      const work = async () => {
        while (seen.size < bodies.length && performance.now() < deadline) {
          const messages = await queue.receive({ max: 10, waitMs: 1_000, visibilityMs: LONG_MS });
          for (const message of messages) {
            seen.add(message.body);
            await queue.delete(message);
          }
        }
      };
      const receivers = Array.from({ length: 10 }, work);
      await Promise.all(bodies.map((body) => queue.send(body)));
      await Promise.all(receivers);
      expect([...seen].sort()).toEqual([...bodies].sort());
      await eventually(async () => expect(await queue.depth()).toMatchObject({ visible: 0, inFlight: 0 }));
    });
  });
}
