import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createNumberParser, plainStyle } from './number-style.ts';
import { plainDecimal } from './plain-decimal.ts';

const parse = createNumberParser(plainStyle);

const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 17 });

test('what is read has the bits that it has otherwise', () => {
  const text = fc
    .tuple(
      fc.constantFrom('', '-', '+'),
      digits,
      fc.constantFrom('', '.', '.5', ',', '..', 'e3', ' '),
      digits,
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (cell) => {
      expect([undefined, parse(cell)]).toContain(plainDecimal(cell));
    }),
    { numRuns: 20_000 },
  );
});

test('numbers as files have them are read', () => {
  const cells = ['31.52', '-0.001', '0', '-0', '+7', '007', '.5', '5.', '123456789012345', '0.1', '-273.15'];
  expect(cells.map(plainDecimal)).toEqual(cells.map(Number));
  expect(['', '-', '.', '1e3', ' 1', '1,5', '1234567890123456', 'nan'].map(plainDecimal)).toEqual(
    new Array(8).fill(undefined),
  );
});
