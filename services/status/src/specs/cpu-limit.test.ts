import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createSpecChecker } from './spec-checker.ts';

const PROGRAM = fileURLToPath(new URL('./testing/under-cpu-limit.ts', import.meta.url));
const LIMIT_MS = 500;

const underLimit = async (what: 'wait' | 'work') => {
  const child = spawn(process.execPath, [PROGRAM, what, String(LIMIT_MS)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said, [exitCode, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return { said, exitCode, signal };
};

test('a process that works for longer than its limit of CPU time is ended, though its event loop is blocked', async () => {
  expect(await underLimit('work')).toEqual({ said: '', exitCode: null, signal: 'SIGKILL' });
});

test('a process that only takes long is not', async () => {
  expect(await underLimit('wait')).toEqual({ said: 'done', exitCode: 0, signal: null });
});

test('a check that the machine has no time for does not judge the spec', async () => {
  const checker = createSpecChecker({ wallMs: 1 });
  await expect(checker.problems('values: { load: {} }\n')).rejects.toMatchObject({
    status: 503,
    code: 'SPECS_BUSY',
    message: expect.stringContaining('busy'),
  });
  await checker.close();
});
