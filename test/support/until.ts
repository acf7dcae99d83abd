import { setTimeout as sleep } from 'node:timers/promises';

/** For what stays once it is there and costs something to look at: less and less often, at most a fifth too late. */
export const lessOften = (waitedMs: number): number => Math.min(1_000, Math.max(40, waitedMs / 5));

/** Waits for a condition; fails with `what` when it has not come true in time. The time is a limit, not a measure. */
export const until = async <Value>(
  what: string,
  look: () => Promise<Value | undefined | false> | Value | undefined | false,
  timeoutMs = 400_000,
  pollMs: number | typeof lessOften = 20,
): Promise<Value> => {
  const start = Date.now();
  const end = start + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await sleep(typeof pollMs === 'number' ? pollMs : pollMs(Date.now() - start));
  }
};
