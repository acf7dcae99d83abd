import fc from 'fast-check';
import { expect, test } from 'vitest';
import { millionthsOf, writeMillionths } from './decimals.ts';

const written = (number: number): string | undefined => {
  const millionths = millionthsOf(number);
  const bytes = Buffer.alloc(64);
  return millionths < 0 ? undefined : bytes.toString('latin1', 0, writeMillionths(bytes, 0, millionths));
};

const decimals = fc
  .tuple(fc.integer({ min: 0, max: 999_999_999 }), fc.integer({ min: 0, max: 9 }))
  .map(([digits, fraction]) => Number(`${digits}e-${fraction}`));

test('a number is written as JSON has it, or not at all', () => {
  const near = decimals.map((number) => number * (1 + Number.EPSILON));
  fc.assert(
    fc.property(fc.oneof(fc.double(), decimals, near), (number) => {
      expect([undefined, JSON.stringify(number)]).toContain(written(number));
    }),
    { numRuns: 20_000 },
  );
});

test('decimals of up to six digits are written', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999 }), fc.nat(999_999), (whole, rest) => {
      const number = Number(`${whole}.${String(rest).padStart(6, '0')}`);
      expect(written(number)).toBe(JSON.stringify(number));
    }),
    { numRuns: 20_000 },
  );
  expect([1e9, -1, 1e-7, Number.NaN, 0.1 + 0.2].map(millionthsOf)).toEqual([-1, -1, -1, -1, -1]);
});
