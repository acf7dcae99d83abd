import type { Message } from '@wattline/backend-contract';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDeliveries } from './deliveries.ts';

const message = (id: string, receiptHandle: string): Message => ({
  id,
  receiptHandle,
  body: '',
  receiveCount: 1,
  sentAt: new Date(0),
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('a delivery is ours until its time is over', () => {
  const deliveries = createDeliveries();
  const mine = message('a', '1');
  expect(deliveries.has(mine)).toBe(false);
  deliveries.add([mine], 1_000);
  vi.advanceTimersByTime(999);
  expect(deliveries.has(mine)).toBe(true);
  vi.advanceTimersByTime(1);
  expect(deliveries.has(mine)).toBe(false);
});

test('a renewal that the service took counts, even where its answer comes late', () => {
  const deliveries = createDeliveries();
  const mine = message('a', '1');
  deliveries.add([mine], 1_000);
  vi.advanceTimersByTime(1_500);
  deliveries.add([message('b', '1')], 1_000);
  deliveries.renew(mine, performance.now() + 500);
  expect(deliveries.has(mine)).toBe(true);
});

test('a later delivery makes an earlier one stale, and is not touched by it', () => {
  const deliveries = createDeliveries();
  const stale = message('a', '1');
  const current = message('a', '2');
  deliveries.add([stale], 60_000);
  deliveries.add([current], 60_000);
  expect(deliveries.has(stale)).toBe(false);
  deliveries.renew(stale, performance.now() + 600_000);
  deliveries.end(stale);
  expect(deliveries.has(current)).toBe(true);
  deliveries.end(current);
  expect(deliveries.has(current)).toBe(false);
});
