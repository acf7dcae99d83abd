import { expect } from 'vitest';
import { LONG_MS, type QueueContext, ROUNDING_MS } from './context.ts';

export const checkDeliveries = ({ check, next, drain, patience }: QueueContext): void => {
  check('delivers what was sent, and nothing more once it is deleted', 5, async (queue) => {
    const before = Date.now();
    await queue.send('{"n":1}');
    const message = await next(queue, 4_000);
    expect(message).toMatchObject({ body: '{"n":1}', receiveCount: 1 });
    expect(message.id).not.toBe('');
    expect(Math.abs(message.sentAt.getTime() - before)).toBeLessThan(patience);
    expect(await queue.delete(message)).toBe(true);
    expect(await queue.receive({ max: 10, waitMs: 5_000, visibilityMs: LONG_MS })).toEqual([]);
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
    const message = await next(queue, 5_000);
    expect(await queue.changeVisibility(message, LONG_MS)).toBe(true);
    // Comes after the first visibility would have ended, so whatever had come back would be here too.
    await queue.send('marker', { delayMs: 6_000 });
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
};
