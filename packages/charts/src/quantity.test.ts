import { expect, test } from 'vitest';
import { coefficient, duration, quantity, share } from './quantity.ts';

test('a number has four figures and its unit', () => {
  expect(quantity(12_345.6, 'kW')).toBe('12,350 kW');
  expect(quantity(0.123456)).toBe('0.1235');
  expect(quantity(-3, '')).toBe('-3');
});

test('a share is never shown as all or nothing when it is not', () => {
  expect(share(1)).toBe('100%');
  expect(share(0)).toBe('0%');
  expect(share(0.9999)).toBe('>99.9%');
  expect(share(0.0001)).toBe('<0.1%');
  expect(share(0.981)).toBe('98.1%');
});

test('a duration is written in the units people use', () => {
  expect([840, 2_310, 61_000, 7_380_000].map(duration)).toEqual([
    '840 ms',
    '2.31 s',
    '1 min 1 s',
    '2 h 3 min',
  ]);
  expect(duration(59_999)).toBe('60 s');
});

test('a coefficient that rounds to nothing has no sign', () => {
  expect([-0.456, -0.001, 1].map(coefficient)).toEqual(['-0.46', '0.00', '1.00']);
});
