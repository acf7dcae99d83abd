import { expect } from 'vitest';
import { LONG_MS, type QueueContext } from './context.ts';

export const checkGroups = ({
  check,
  next,
  eventually,
  exhaust,
  deadLettersOf,
  options,
}: QueueContext): void => {
  if (options.groups === undefined) return;

  check('a message says its group, from its dead letter too, whatever the name', 1, async (queue) => {
    await queue.send('named', { group: 'town' });
    expect((await next(queue)).group).toBe('town');
    await queue.send('oddly named', { group: 'the town of Łódź, '.repeat(20) });
    expect((await next(queue)).group).toBeTruthy();
    await queue.send('not named');
    expect(await next(queue)).not.toHaveProperty('group');
    await queue.send('given up', { group: 'village' });
    const message = await next(queue);
    expect(await queue.deadLetter(message)).toBe(true);
    await eventually(async () => expect(await queue.redrive()).toBe(1));
    expect(await next(queue)).toMatchObject({ body: 'given up', group: 'village' });
  });

  if (options.groups === 'named') return;

  check('much of one group does not hold up another', 5, async (queue) => {
    for (let i = 0; i < 40; i += 1) await queue.send('much', { group: 'city' });
    for (let i = 0; i < 3; i += 1) await queue.send('little', { group: 'town' });
    for (let i = 0; i < 3; i += 1) await queue.send('none');
    const taken: string[] = [];
    for (let i = 0; i < 9; i += 1) taken.push((await next(queue, LONG_MS)).body);
    expect(taken.filter((body) => body === 'little')).toHaveLength(3);
    expect(taken.filter((body) => body === 'none')).toHaveLength(3);
    // Once nothing else waits, it has all to itself.
    expect(
      (await queue.receive({ max: 10, waitMs: 0, visibilityMs: LONG_MS })).map(({ body }) => body),
    ).toEqual(Array.from({ length: 10 }, () => 'much'));
  });

  check('what is given up of a group is out of its way', 2, async (queue) => {
    await exhaust(queue, ['hopeless']);
    expect(await deadLettersOf(queue).peek(10)).toHaveLength(1);
    await queue.send('later', { group: 'town' });
    expect((await next(queue)).body).toBe('later');
  });
};
