import { expect, test } from 'vitest';
import type { DiskSpace } from './disk-space.ts';
import { createSpaceWait } from './wait-for-space.ts';

const space = (level: DiskSpace['level']): DiskSpace => ({ level, freeBytes: 1, totalBytes: 10 });

const make = (levels: readonly (DiskSpace['level'] | 'broken')[]) => {
  const logged: string[] = [];
  let reads = 0;
  const wait = createSpaceWait({
    pollMs: 1,
    read: async () => {
      const level = levels[Math.min(reads, levels.length - 1)] ?? 'ok';
      reads += 1;
      if (level === 'broken') throw new Error('no such disk');
      return space(level);
    },
    log: { warn: () => logged.push('short'), info: () => logged.push('room') } as never,
  });
  return { wait, logged, reads: () => reads };
};

test('work begins at once while there is space, however little', async () => {
  for (const level of ['ok', 'low', 'broken'] as const) {
    const { wait, logged, reads } = make([level]);
    await wait(new AbortController().signal);
    expect([reads(), logged]).toEqual([1, []]);
  }
});

test('work waits while space is short, and both are logged once', async () => {
  const { wait, logged, reads } = make(['short', 'short', 'short', 'low']);
  await wait(new AbortController().signal);
  expect([reads(), logged]).toEqual([4, ['short', 'room']]);
});

test('a service that stops does not wait for space', async () => {
  const { wait, logged } = make(['short']);
  const stop = new AbortController();
  const waiting = wait(stop.signal);
  stop.abort();
  await waiting;
  expect(logged).toEqual(['short']);
});
