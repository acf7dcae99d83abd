import { expect, test } from 'vitest';
import { bytesText, durationText, percentText } from './numbers.ts';

test('durations take the two units that matter', () => {
  expect(
    [340, 2410, 59_960, 119_600, 185_000, 7_805_000, 3_600_000, 86_400_000, 97_200_000].map(durationText),
  ).toEqual(['340ms', '2.4s', '59.9s', '1m 59.6s', '3m 5s', '2h 10m', '1h', '1d', '1d 3h']);
});

test('sizes and shares keep three figures at most', () => {
  expect([8, 1499, 999_950, 4_213_882, 5e9].map(bytesText)).toEqual([
    '8 B',
    '1.5 kB',
    '1 MB',
    '4.21 MB',
    '5 GB',
  ]);
  expect(percentText(12, 52_560)).toBe('0.0228 %');
  expect(percentText(0, 0)).toBe('0 %');
});
