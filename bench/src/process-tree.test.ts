import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { largestPeak } from './process-tree.ts';

const MEGABYTES = 1e6;

test.skipIf(process.platform !== 'linux')('sees the memory of a process that a process started', async () => {
  const before = largestPeak(process.pid);
  const hold = `const held = Buffer.alloc(${before} + 200e6, 1); console.log(held.length); process.stdin.resume();`;
  const child = spawn(process.execPath, ['-e', hold], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  const during = largestPeak(process.pid);
  child.stdin.end();
  await ended;
  expect(during).toBeGreaterThan(before + 200 * MEGABYTES);
  expect(during).toBeLessThan(before + 400 * MEGABYTES);
});

test('a process that is gone has none', () => {
  expect(largestPeak(2 ** 30)).toBe(0);
});
