import { expect } from 'vitest';
import { LONG_MS, type QueueContext } from './context.ts';

export const checkDeadLetters = ({
  check,
  next,
  eventually,
  deadLettersOf,
  drain,
  exhaust,
}: QueueContext): void => {
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

  check('leaves a message to its next receiver when a stale delivery is dead-lettered', 5, async (queue) => {
    await queue.send('whose');
    const stale = await next(queue, 1_000);
    const current = await next(queue);
    expect(await queue.deadLetter(stale)).toBe(false);
    expect(await queue.delete(current)).toBe(true);
    expect((await deadLettersOf(queue).depth()).visible).toBe(0);
  });

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
};
