import { expect, test } from 'vitest';
import { mentions } from './mentions.ts';

test.each([
  ['M1', 'M1'],
  [' M1 ', 'M1'],
  ['gaps of M1, M10', 'M1'],
  ['of "M1": 3 rows', 'M1'],
  ['Zähler-7 (M1)', 'Zähler-7'],
  ['series "7" has none', '7'],
  ['#7a: none', '#7a'],
])('%j names %s', (text, name) => {
  expect(mentions(text, name)).toBe(true);
});

test.each([
  ['M10', 'M1'],
  ['XM1', 'M1'],
  ['M1_a', 'M1'],
  ['ÄM1', 'M1'],
  ['7 rows of 17', '7'],
  ['nothing', 'M1'],
])('%j does not name %s', (text, name) => {
  expect(mentions(text, name)).toBe(false);
});
