import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assignParts } from './parts.ts';

test('a small run is one part', () => {
  expect(assignParts([300, 200, 100], 1_000)).toEqual([0, 0, 0]);
});

test('a large run is cut into parts of about equal size', () => {
  expect(assignParts([500, 500, 500, 500], 1_000)).toEqual([0, 0, 1, 1]);
});

test('every bucket has a part, parts ascend and none is empty', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 64 }),
      fc.integer({ min: 1, max: 10_000 }),
      (rows, size) => {
        const parts = assignParts(rows, size);
        expect(parts).toHaveLength(rows.length);
        expect(parts).toEqual([...parts].sort((a, b) => a - b));
        const last = parts.at(-1) ?? 0;
        expect(new Set(parts)).toEqual(new Set(Array.from({ length: last + 1 }, (_, part) => part)));
      },
    ),
  );
});
