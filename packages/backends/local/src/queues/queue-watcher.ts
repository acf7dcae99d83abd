import type { DatabaseSync } from 'node:sqlite';
import { onWrites } from './on-writes.ts';

interface Wait {
  /** Read before the caller looked and found nothing. */
  readonly changeToken: string;
  /** When the next hidden message becomes visible, by the wall clock. */
  readonly visibleAt: number | undefined;
  /** When to give up, by `performance.now()`. */
  readonly until: number;
  readonly signal: AbortSignal | undefined;
}

/** Wakes the receivers of one process when the queue file may have changed. */
export interface QueueWatcher {
  /** Changes with every commit of another process, and with every `wake`. */
  changeToken(): string;
  /** Something may be visible that was not: wakes every receiver of this process at once. */
  wake(): void;
  wait(wait: Wait): Promise<void>;
  close(): void;
}

/** A write is noticed a little before its commit can be read. */
const SECOND_LOOK_MS = 2;

/**
 * While a receiver waits, asks every `pollMs` for SQLite's data version (a microsecond, and no table is read), and at once
 * when `log`, the write-ahead log, is written to: mostly that comes first, but no system promises it.
 * `onTick` runs before each of these looks.
 */
export function createQueueWatcher(options: {
  sqlite: DatabaseSync;
  pollMs: number;
  log?: string;
  onTick: () => void;
}): QueueWatcher {
  const dataVersion = options.sqlite.prepare('PRAGMA data_version');
  const waiters = new Map<() => void, Wait>();
  let announced = 0;
  let timer: NodeJS.Timeout | undefined;
  let secondLook: NodeJS.Timeout | undefined;

  const changeToken = () => `${dataVersion.get()?.data_version}.${announced}`;

  function wakeAll(): void {
    for (const wake of [...waiters.keys()]) wake();
  }

  function tick(): void {
    let current: string;
    try {
      options.onTick();
      current = changeToken();
    } catch {
      // A receiver that wakes looks at the file, and reports what is wrong with it.
      wakeAll();
      return;
    }
    const wall = Date.now();
    const steady = performance.now();
    for (const [wake, { changeToken: seen, visibleAt, until }] of [...waiters]) {
      if (seen !== current || steady >= until || (visibleAt !== undefined && wall >= visibleAt)) wake();
    }
  }

  function stopTimers(): void {
    clearInterval(timer);
    clearTimeout(secondLook);
    timer = undefined;
    secondLook = undefined;
  }

  function wait(sought: Wait): Promise<void> {
    if (sought.signal?.aborted || changeToken() !== sought.changeToken) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        waiters.delete(wake);
        sought.signal?.removeEventListener('abort', wake);
        if (waiters.size === 0) stopTimers();
        resolve();
      };
      waiters.set(wake, sought);
      sought.signal?.addEventListener('abort', wake);
      timer ??= setInterval(tick, options.pollMs);
    });
  }

  const stopWatching =
    options.log === undefined
      ? undefined
      : onWrites(options.log, () => {
          if (waiters.size === 0 || secondLook !== undefined) return;
          tick();
          if (waiters.size === 0) return;
          secondLook = setTimeout(() => {
            secondLook = undefined;
            tick();
          }, SECOND_LOOK_MS);
        });

  return {
    changeToken,
    wake: () => {
      announced += 1;
      wakeAll();
    },
    wait,
    close: () => {
      stopWatching?.();
      wakeAll();
    },
  };
}
