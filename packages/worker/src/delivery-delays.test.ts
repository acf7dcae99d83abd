import { expect, test } from 'vitest';
import { redeliveryDelayMs, retryDelayMs, turnDelayMs } from './delivery-delays.ts';

const RETRY_MS = 1_000;

test('a task that fails again and again is tried less and less often, but every five minutes', () => {
  const delays = [1, 2, 3, 9, 10, 100].map((failures) => retryDelayMs(RETRY_MS, failures));
  expect(delays).toEqual([1_000, 2_000, 4_000, 256_000, 300_000, 300_000]);
});

test('who waits for its turn looks often at first', () => {
  expect([1, 2, 5, 6, 100].map(turnDelayMs)).toEqual([100, 200, 1_600, 2_000, 2_000]);
});

test('a store that fails once costs a message seconds, however often it has waited for its turn', () => {
  const delays = [1, 3, 5, 6, 30].map((receives) => redeliveryDelayMs(RETRY_MS, receives));
  expect(delays).toEqual([1_000, 4_000, 16_000, 20_000, 20_000]);
});
