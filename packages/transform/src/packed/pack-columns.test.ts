import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packColumns, unpacked } from './pack-columns.ts';

const decimal = (digits: number) =>
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 }).map((whole) => whole / 10 ** digits);

const columnOf = (length: number): fc.Arbitrary<number[]> =>
  fc
    .oneof(
      ...[0, 1, 2, 4, 9].map((digits) =>
        fc.oneof({ weight: 9, arbitrary: decimal(digits) }, fc.constant(Number.NaN)),
      ),
      fc.integer({ min: -32_768, max: 32_768 }),
      fc.double(),
      fc.constantFrom(-0, 0, Number.NaN, 0.1, 1e300, 5e-324, -(2 ** 31), 2 ** 31 - 1, 2 ** 53),
      fc.float(),
    )
    .chain((one) =>
      fc.array(fc.oneof(fc.constant(one), fc.integer(), fc.double()), {
        minLength: length,
        maxLength: length,
      }),
    );

test('every bit comes back, whatever the numbers', () => {
  const columns = fc.integer({ min: 0, max: 20 }).chain((length) =>
    fc.tuple(
      fc.array(
        fc.oneof(
          columnOf(length),
          fc.array(decimal(2), { minLength: length, maxLength: length }),
          fc.array(
            fc.integer({ min: -(2 ** 23), max: 2 ** 23 }).map((whole) => whole / 1_000),
            {
              minLength: length,
              maxLength: length,
            },
          ),
          fc.array(fc.oneof(fc.integer({ min: -40_000, max: 40_000 }), fc.constantFrom(Number.NaN, -0)), {
            minLength: length,
            maxLength: length,
          }),
          fc
            .tuple(fc.integer(), fc.integer())
            .map(([first, step]) => Array.from({ length }, (_, i) => first + i * step)),
        ),
        { maxLength: 5 },
      ),
      fc.nat(3),
    ),
  );
  fc.assert(
    fc.property(columns, ([some, shift]) => {
      // Some are a part of others.
      const all = [...some, ...some.map((column) => column.slice(shift))];
      const packed = packColumns(all);
      for (const [i, column] of all.entries())
        expect([...unpacked(packed, i)].every((cell, row) => Object.is(cell, column[row]))).toBe(true);
      for (const [i, column] of all.entries()) expect(unpacked(packed, i)).toHaveLength(column.length);
    }),
    { numRuns: 2_000 },
  );
});

test('decimals take as few bits as they need, a grid of times and what is there already none', () => {
  const cells = (columns: readonly number[][]): number =>
    packColumns(columns).bytes.byteLength - 24 * columns.length;
  const rows = Array.from({ length: 100 }, (_, i) => i);
  const load = rows.map((i) => Math.round(i * 7919.13) / 100);
  expect(cells([rows.map((i) => 1.5e12 + i * 600_000)])).toBe(0);
  expect(cells([rows.map(() => Number.NaN)])).toBe(0);
  expect(cells([load])).toBe(4 * Math.ceil((100 * 20) / 32));
  expect(cells([load, load.slice(3)])).toBe(4 * Math.ceil((100 * 20) / 32));
  expect(cells([rows.map((i) => i * i * 200_000 + 1)])).toBe(4 * Math.ceil((100 * 31) / 32));
  expect(cells([rows.map((i) => (i * i) / 10)])).toBe(4 * Math.ceil((100 * 14) / 32));
  expect(cells([rows.map((i) => Math.sqrt(i))])).toBe(800);
});
