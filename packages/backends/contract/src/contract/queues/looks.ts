import { expect } from 'vitest';
import type { QueueContext } from './context.ts';

export const checkLooks = ({ check, next, eventually, options }: QueueContext): void => {
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
};
