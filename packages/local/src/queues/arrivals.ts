import type { DatabaseSync } from 'node:sqlite';

export interface Wait {
  /** The stamp read before the caller looked and found nothing. */
  readonly stamp: string;
  /** When the next hidden message becomes visible, by the wall clock. */
  readonly visibleAt: number | undefined;
  /** When to give up, by `performance.now()`. */
  readonly until: number;
  readonly signal: AbortSignal | undefined;
}

/** Tells the receivers of one process that it is worth looking again. */
export interface Arrivals {
  /** Changes with every commit of another process, and with every `announce`. */
  stamp(): string;
  /** Something may be visible that was not: wakes every receiver of this process at once. */
  announce(): void;
  wait(wait: Wait): Promise<void>;
  close(): void;
}

/**
 * While somebody waits, asks every `pollMs` for SQLite's data version: a few microseconds, and no table is read.
 * `onTick` runs first.
 */
export function createArrivals(options: {
  sqlite: DatabaseSync;
  pollMs: number;
  onTick: () => void;
}): Arrivals {
  const dataVersion = options.sqlite.prepare('PRAGMA data_version');
  const waiters = new Map<() => void, Wait>();
  let announced = 0;
  let timer: NodeJS.Timeout | undefined;

  const stamp = () => `${dataVersion.get()?.data_version}.${announced}`;

  function wakeAll(): void {
    for (const wake of [...waiters.keys()]) wake();
  }

  function tick(): void {
    let current: string;
    try {
      options.onTick();
      current = stamp();
    } catch {
      // Whoever wakes looks at the file, and reports what is wrong with it.
      wakeAll();
      return;
    }
    const wall = Date.now();
    const steady = performance.now();
    for (const [wake, { stamp: seen, visibleAt, until }] of [...waiters]) {
      if (seen !== current || steady >= until || (visibleAt !== undefined && wall >= visibleAt)) wake();
    }
  }

  function wait(sought: Wait): Promise<void> {
    if (sought.signal?.aborted || stamp() !== sought.stamp) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        waiters.delete(wake);
        sought.signal?.removeEventListener('abort', wake);
        if (waiters.size === 0) {
          clearInterval(timer);
          timer = undefined;
        }
        resolve();
      };
      waiters.set(wake, sought);
      sought.signal?.addEventListener('abort', wake);
      timer ??= setInterval(tick, options.pollMs);
    });
  }

  return {
    stamp,
    announce: () => {
      announced += 1;
      wakeAll();
    },
    wait,
    close: wakeAll,
  };
}
