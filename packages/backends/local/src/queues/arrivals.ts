import type { DatabaseSync } from 'node:sqlite';
import { onWrites } from './on-writes.ts';

interface Wait {
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

/** A write is noticed a little before its commit can be read. */
const SECOND_LOOK_MS = 2;

/**
 * While somebody waits, asks every `pollMs` for SQLite's data version (a microsecond, and no table is read), and at once
 * when `log`, the write-ahead log, is written to: mostly that comes first, but no system promises it.
 * `onTick` runs before each of these looks.
 */
export function createArrivals(options: {
  sqlite: DatabaseSync;
  pollMs: number;
  log?: string;
  onTick: () => void;
}): Arrivals {
  const dataVersion = options.sqlite.prepare('PRAGMA data_version');
  const waiters = new Map<() => void, Wait>();
  let announced = 0;
  let timer: NodeJS.Timeout | undefined;
  let secondLook: NodeJS.Timeout | undefined;

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

  function stopTimers(): void {
    clearInterval(timer);
    clearTimeout(secondLook);
    timer = undefined;
    secondLook = undefined;
  }

  function wait(sought: Wait): Promise<void> {
    if (sought.signal?.aborted || stamp() !== sought.stamp) return Promise.resolve();
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
    stamp,
    announce: () => {
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
