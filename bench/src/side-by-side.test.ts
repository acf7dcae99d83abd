import { describe, expect, test } from 'vitest';
import { type Contender, median, sideBySide } from './side-by-side.ts';

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
  [[7], 7],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});

describe('sideBySide', () => {
  const contender = (name: string, script: string, order: string[]): Contender => ({
    name,
    command: { program: process.execPath, args: ['-e', script] },
    clear: async () => {
      order.push(name);
    },
  });

  test('takes turns, and another first each round', async () => {
    const order: string[] = [];
    const standings = await sideBySide([contender('a', '', order), contender('b', '', order)], 3, () => {});
    expect(order).toEqual(['a', 'b', 'b', 'a', 'a', 'b']);
    expect(standings.map(({ seconds }) => seconds.length)).toEqual([3, 3]);
  });

  test('goes on without the one that fails, and says why it did', async () => {
    const order: string[] = [];
    const fails = contender('fails', 'console.error("no luck"); process.exit(3)', order);
    const [failed, works] = await sideBySide([fails, contender('works', '', order)], 2, () => {});
    expect(failed?.failure).toMatch(/ended with status 3:\nno luck/);
    expect(order).toEqual(['fails', 'works', 'works']);
    expect(works?.seconds).toHaveLength(2);
    expect(works?.failure).toBeUndefined();
  });
});
