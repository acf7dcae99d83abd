import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { recycleWhenIdle } from './recycle.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const make = (bytes: number) => recycleWhenIdle({ idleMs: 1_000, aboveBytes: 100, memoryBytes: () => bytes });
const inFlight = (messages: number) => ({ type: 'in-flight', messages }) as const;

test('a process that worked, then was idle, and holds memory is replaced', () => {
  const recycler = make(101);
  recycler.observe(inFlight(2));
  vi.advanceTimersByTime(5_000);
  expect(recycler.signal.aborted).toBe(false);
  recycler.observe(inFlight(0));
  vi.advanceTimersByTime(900);
  // Asking a queue that has nothing does not count as work.
  recycler.observe(inFlight(0));
  vi.advanceTimersByTime(99);
  expect(recycler.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(recycler.signal.aborted).toBe(true);
});

test('one that gets work in time, never worked, or holds little is not', () => {
  const [busy, fresh, lean] = [make(101), make(101), make(100)];
  for (const each of [busy, lean]) {
    each.observe(inFlight(1));
    each.observe(inFlight(0));
  }
  fresh.observe(inFlight(0));
  vi.advanceTimersByTime(999);
  busy.observe(inFlight(1));
  vi.advanceTimersByTime(60_000);
  for (const each of [busy, fresh, lean]) expect(each.signal.aborted).toBe(false);
});
