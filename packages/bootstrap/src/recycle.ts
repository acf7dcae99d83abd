import type { WorkerEvent } from '@wattline/worker';

/** Tells a process that another takes its place where it ends by itself. */
export const REPLACED_WHEN_IDLE = '--replaced-when-idle';

interface RecycleOptions {
  /** How long a process has nothing in flight before it is replaced. */
  readonly idleMs?: number;
  /** A process that holds less is not worth replacing. */
  readonly aboveBytes?: number;
  readonly memoryBytes?: () => number;
}

const IDLE_MS = 30_000;
const ABOVE_BYTES = 80_000_000;

/**
 * Aborts once this process has worked, then had nothing in flight for a while, and still holds memory. Native memory of
 * work that is done is not given back to the system: only a new process has less.
 */
export const recycleWhenIdle = ({
  idleMs = IDLE_MS,
  aboveBytes = ABOVE_BYTES,
  memoryBytes = () => process.memoryUsage.rss(),
}: RecycleOptions = {}): { readonly signal: AbortSignal; observe(news: WorkerEvent): void } => {
  const recycle = new AbortController();
  let hasWorked = false;
  let timer: NodeJS.Timeout | undefined;
  return {
    signal: recycle.signal,
    observe: (news) => {
      if (news.type !== 'in-flight') return;
      if (news.messages > 0) {
        hasWorked = true;
        clearTimeout(timer);
        timer = undefined;
      } else if (hasWorked && timer === undefined) {
        timer = setTimeout(() => {
          if (memoryBytes() > aboveBytes) recycle.abort();
        }, idleMs);
        timer.unref();
      }
    },
  };
};
