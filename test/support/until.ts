import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for a condition; fails with `what` when it has not come true in time. The time is a limit, not a measure. */
export const until = async <Value>(
  what: string,
  look: () => Promise<Value | undefined | false> | Value | undefined | false,
  timeoutMs = 180_000,
  pollMs = 20,
): Promise<Value> => {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await sleep(pollMs);
  }
};
