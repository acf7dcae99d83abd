import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { MessageQueue } from '@wattline/backend-contract';

const PROGRAM = fileURLToPath(new URL('./block-while-holding.ts', import.meta.url));

/** A machine may be so busy that even a thread renews too late: then a message is hidden for longer. */
const HOLD_MS = [2_000, 8_000, 32_000];

interface Outcome {
  /** What others were given meanwhile. */
  readonly delivered: readonly string[];
  readonly holder: { readonly lost: boolean; readonly deleted: boolean };
}

const hold = async (
  environment: Readonly<Record<string, string>>,
  queue: MessageQueue,
  holdMs: number,
): Promise<Outcome> => {
  await queue.send('held');
  const child = spawn(process.execPath, [PROGRAM], {
    env: { ...process.env, ...environment, HOLD_MS: String(holdMs) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new AbortController();
  const delivered: string[] = [];
  const receiveMeanwhile = async (): Promise<void> => {
    while (!ended.signal.aborted)
      for (const message of await queue.receive({
        max: 10,
        waitMs: 1_000,
        visibilityMs: 60_000,
        signal: ended.signal,
      })) {
        delivered.push(message.body);
        await queue.delete(message);
      }
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

/** What becomes of the message of a process that blocks while it holds it. */
export const blockedHolder = async (
  environment: Readonly<Record<string, string>>,
  queue: MessageQueue,
): Promise<Outcome | undefined> => {
  let outcome: Outcome | undefined;
  for (const holdMs of HOLD_MS) {
    outcome = await hold(environment, queue, holdMs);
    if (outcome.delivered.length === 0 && !outcome.holder.lost) break;
  }
  return outcome;
};
