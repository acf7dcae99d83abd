import { tracingChannel } from 'node:diagnostics_channel';
import { expect, test } from 'vitest';
import { STEPS, type Step, timed } from './step.ts';

test('who subscribes hears of each step, and its work gives what it gives', async () => {
  const heard: string[] = [];
  const hear = (what: string) => (message: object) => heard.push(`${what} ${(message as Step).name}`);
  const steps = tracingChannel(STEPS);
  const listener = {
    start: hear('start'),
    end: () => {},
    asyncStart: hear('done'),
    asyncEnd: () => {},
    error: hear('failed'),
  };
  expect(await timed('unheard', async () => 1)).toBe(1);
  steps.subscribe(listener);
  try {
    expect(await timed('outer', () => timed('inner', async () => 2))).toBe(2);
    await expect(timed('broken', () => Promise.reject(new Error('why')))).rejects.toThrow('why');
  } finally {
    steps.unsubscribe(listener);
  }
  expect(await timed('unheard again', async () => 3)).toBe(3);
  expect(heard).toEqual([
    'start outer',
    'start inner',
    'done inner',
    'done outer',
    'start broken',
    'failed broken',
    'done broken',
  ]);
});
