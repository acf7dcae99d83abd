import { expect, test } from 'vitest';
import { createHealth } from './health.ts';

const startHealth = () => {
  let time = 0;
  const health = createHealth({ silenceMs: 100, now: () => time });
  const pass = (ms: number): void => {
    time += ms;
  };
  return { ...health, pass };
};

test('ready from the first poll until it drains', () => {
  const { observe, ready, alive, pass } = startHealth();
  expect([ready().ok, alive().ok]).toEqual([false, true]);
  observe({ type: 'polling' });
  expect(ready()).toEqual({ ok: true, reason: 'polling' });
  observe({ type: 'draining' });
  pass(1_000);
  expect([ready().ok, alive().ok]).toEqual([false, true]);
});

test('dead where the queue says nothing for too long, alive again when it answers', () => {
  const { observe, alive, pass } = startHealth();
  observe({ type: 'polling' });
  pass(100);
  expect(alive().ok).toBe(true);
  pass(1);
  expect(alive()).toEqual({ ok: false, reason: 'polling: no answer from the queue for 0 s' });
  observe({ type: 'received', messages: [] });
  expect(alive().ok).toBe(true);
});

test('a queue that fails makes it unready at once, and dead in the end, however often it is asked', () => {
  const { observe, alive, ready, pass } = startHealth();
  observe({ type: 'polling' });
  observe({ type: 'received', messages: [] });
  for (let ms = 0; ms <= 100; ms += 20) {
    expect(alive().ok).toBe(true);
    observe({ type: 'receiving-failed' });
    observe({ type: 'polling' });
    expect(ready().ok).toBe(false);
    pass(20);
  }
  expect(alive().ok).toBe(false);
});

test('long work in every slot is no silence', () => {
  const { observe, alive, ready, pass } = startHealth();
  observe({ type: 'polling' });
  observe({ type: 'received', messages: [] });
  observe({ type: 'full' });
  pass(1_000_000);
  expect([alive().ok, ready().ok]).toEqual([true, true]);
  observe({ type: 'polling' });
  pass(50);
  expect(alive().ok).toBe(true);
  pass(51);
  expect(alive().ok).toBe(false);
});
