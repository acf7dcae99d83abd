import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createOneAtATime } from './one-at-a-time.ts';

const never = new AbortController().signal;
const turns = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('one is inside for each key, different keys are beside each other, and everybody gets in', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ key: fc.constantFrom('a', 'b'), turns: fc.integer({ min: 1, max: 4 }) })),
      async (tasks) => {
        const oneAtATime = createOneAtATime();
        const inside = { a: 0, b: 0 };
        const entered: string[] = [];
        await Promise.all(
          tasks.map(async ({ key, turns: length }) => {
            const leave = await oneAtATime.enter(key, never);
            entered.push(key);
            inside[key] += 1;
            expect(inside[key]).toBe(1);
            for (let turn = 0; turn < length; turn += 1) await turns();
            inside[key] -= 1;
            leave();
          }),
        );
        expect(entered).toHaveLength(tasks.length);
      },
    ),
  );
});

test('another key does not wait', async () => {
  const oneAtATime = createOneAtATime();
  const leave = await oneAtATime.enter('a', never);
  (await oneAtATime.enter('b', never))();
  leave();
});

test('a wait that is given up lets the next in', async () => {
  const oneAtATime = createOneAtATime();
  const leave = await oneAtATime.enter('a', never);
  const stop = new AbortController();
  const given = oneAtATime.enter('a', stop.signal);
  const behind = oneAtATime.enter('a', never);
  stop.abort(new Error('stopped'));
  await expect(given).rejects.toThrow('stopped');
  leave();
  (await behind)();
  await expect(oneAtATime.enter('a', stop.signal)).rejects.toThrow('stopped');
});
