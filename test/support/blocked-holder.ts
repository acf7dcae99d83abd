import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { MessageQueue } from '@wattline/backend-contract';

const PROGRAM = fileURLToPath(new URL('./block-while-holding.ts', import.meta.url));

/** What became of the message of a process that blocks while it holds it, and what others were given meanwhile. */
export const blockedHolder = async (
  environment: Readonly<Record<string, string>>,
  queue: MessageQueue,
): Promise<{ delivered: readonly string[]; holder: unknown }> => {
  const child = spawn(process.execPath, [PROGRAM], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new AbortController();
  const delivered: string[] = [];
  const receiveMeanwhile = async (): Promise<void> => {
    while (!ended.signal.aborted)
      for (const { body } of await queue.receive({
        max: 10,
        waitMs: 1_000,
        visibilityMs: 60_000,
        signal: ended.signal,
      }))
        delivered.push(body);
  };
  let meanwhile: Promise<void> | undefined;
  let last = '';
  for await (const line of createInterface({ input: child.stdout })) {
    // Before, the message may not be the child's yet.
    if (line === 'blocked') meanwhile = receiveMeanwhile();
    else last = line;
  }
  ended.abort();
  await meanwhile;
  return { delivered, holder: JSON.parse(last) };
};
