import { expect, test } from 'vitest';
import { z } from 'zod';
import { manyByName, manyOf } from './many-of.ts';

const Line = z.object({ rows: z.int() });

test('a list of another release is none, by its first line', () => {
  expect(manyOf(Line).parse([{ rows: 1 }, { rows: 2 }])).toEqual([{ rows: 1 }, { rows: 2 }]);
  expect(manyOf(Line).parse([])).toEqual([]);
  for (const other of [[{ lines: 1 }], { 0: { rows: 1 } }, null, 'rows'])
    expect(manyOf(Line).safeParse(other).success).toBe(false);
});

test('so are lines by name', () => {
  expect(manyByName(Line).parse({ a: { rows: 1 } })).toEqual({ a: { rows: 1 } });
  expect(manyByName(Line).parse({})).toEqual({});
  for (const other of [{ a: 1 }, [{ rows: 1 }], null, 'rows'])
    expect(manyByName(Line).safeParse(other).success).toBe(false);
});
