import { expect, test } from 'vitest';
import { bytesText, durationText, percentText } from './numbers.ts';

test('durations take the two units that matter', () => {
  expect(
    [340, 2410, 59_960, 185_000, 7_800_000, 3_600_000, 86_400_000, 97_200_000].map(durationText),
  ).toEqual(['340 ms', '2.41 s', '60.0 s', '3 min 5 s', '2 h 10 min', '1 h', '1 d', '1 d 3 h']);
});

test('sizes and shares keep three figures at most', () => {
  expect([8, 1499, 99_960, 4_213_882, 5e9].map(bytesText)).toEqual([
    '8 B',
    '1.5 kB',
    '100.0 kB',
    '4.2 MB',
    '5.0 GB',
  ]);
  expect(percentText(12, 52_560)).toBe('0.0228 %');
  expect(percentText(0, 0)).toBe('0 %');
});
