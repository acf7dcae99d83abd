import { expect, test } from 'vitest';
import { nextOrder, sortedRows } from './row-order.ts';

test('numbers sort as numbers, words as people sort them, and rows without a key come last', () => {
  const rows = [{ n: 10, w: 'lag 10' }, { w: 'lag 9' }, { n: 9, w: 'Émile' }, { n: 10, w: 'zone' }];
  const places = (of: (row: (typeof rows)[number]) => string | number | undefined, descending: boolean) =>
    sortedRows(rows, of, descending).map((row) => rows.indexOf(row));
  expect(places(({ n }) => n, false)).toEqual([2, 0, 3, 1]);
  expect(places(({ n }) => n, true)).toEqual([0, 3, 2, 1]);
  expect(places(({ w }) => w, false)).toEqual([2, 1, 0, 3]);
});

test('a head is pressed three times: one way, the other, as the rows come', () => {
  const first = nextOrder(undefined, 2, true);
  expect(first).toEqual({ column: 2, descending: true });
  expect(nextOrder(first, 2, true)).toEqual({ column: 2, descending: false });
  expect(nextOrder({ column: 2, descending: false }, 2, true)).toBeUndefined();
  expect(nextOrder(first, 1, false)).toEqual({ column: 1, descending: false });
});
