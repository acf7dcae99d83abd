import { expect, test } from 'vitest';
import { readAhead } from './read-ahead.ts';

test('the next is read while one is worked on, and no more', async () => {
  const said: string[] = [];
  const read = async (item: number): Promise<number> => {
    said.push(`read ${item}`);
    return item * 10;
  };
  for await (const [item, found] of readAhead([1, 2, 3], read)) said.push(`work ${item} ${found}`);
  expect(said).toEqual(['read 1', 'read 2', 'work 1 10', 'read 3', 'work 2 20', 'work 3 30']);
});

test('what cannot be read is told where it is come to', async () => {
  const worked: number[] = [];
  const all = async (): Promise<void> => {
    for await (const [item] of readAhead([1, 2], async (one) => {
      if (one === 2) throw new Error('gone');
      return one;
    }))
      worked.push(item);
  };
  await expect(all()).rejects.toThrow('gone');
  expect(worked).toEqual([1]);
});
