import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RejectedError } from '@wattline/errors';
import type { Ask, ReaderTasks } from '../tasks.ts';

/** Ways in which reading can go, on purpose. */
export const tasks = {
  add: async ({ a, b }: { a: number; b: number }) => ({ sum: a + b, pid: process.pid }),
  addAsked: async (names: readonly string[], ask: Ask) => {
    const found = await Promise.all(names.map(ask));
    return found.map(Number).reduce((sum, number) => sum + number, 0);
  },
  reject: async () => {
    throw new RejectedError('FILE_EMPTY', 'a.csv is \u001b[31mempty', {
      remedy: 'fill it',
      place: { line: 2 },
    });
  },
  fail: async () => {
    throw new TypeError('x is not a function');
  },
  fillDisk: async () => {
    throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
  },
  throwLater: async () => {
    setImmediate(() => {
      throw new TypeError('nobody caught this');
    });
    await sleep(60_000);
  },
  die: async ({ signal, words }: { signal: NodeJS.Signals; words: string }) => {
    await new Promise((resolve) => process.stderr.write(words, resolve));
    process.kill(process.pid, signal);
    await sleep(60_000);
  },
  block: async () => {
    for (;;);
  },
  hoard: async () => {
    const held: Buffer[] = [];
    for (;;) {
      held.push(Buffer.alloc(8 * 2 ** 20, 1));
      await sleep(1);
    }
  },
  spill: async ({ folder }: { folder: string }) => {
    for (let file = 0; ; file += 1) {
      await writeFile(join(folder, String(file)), Buffer.alloc(2 ** 20));
      await sleep(1);
    }
  },
} satisfies ReaderTasks;

export type TestTasks = typeof tasks;
