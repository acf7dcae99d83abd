import { describe, expect, test } from 'vitest';
import { type Candidate, median, sideBySide } from './side-by-side.ts';

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
  [[7], 7],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});

describe('sideBySide', () => {
  const candidate = (name: string, script: string, order: string[]): Candidate => ({
    name,
    command: { program: process.execPath, args: ['-e', script] },
    clear: async () => {
      order.push(name);
    },
  });

  test('takes turns, and another first each round', async () => {
    const order: string[] = [];
    const results = await sideBySide([candidate('a', '', order), candidate('b', '', order)], 3, () => {});
    expect(order).toEqual(['a', 'b', 'b', 'a', 'a', 'b']);
    expect(results.map(({ seconds }) => seconds.length)).toEqual([3, 3]);
  });

  test('goes on without the one that fails, and says why it did', async () => {
    const order: string[] = [];
    const fails = candidate('fails', 'console.error("no luck"); process.exit(3)', order);
    const [failed, works] = await sideBySide([fails, candidate('works', '', order)], 2, () => {});
    expect(failed?.failure).toMatch(/ended with status 3:\nno luck/);
    expect(order).toEqual(['fails', 'works', 'works']);
    expect(works?.seconds).toHaveLength(2);
    expect(works?.failure).toBeUndefined();
  });
});
