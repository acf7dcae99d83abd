/** A wait that others can end. */
export const createWakeSignal = (signal: AbortSignal) => {
  let wake: (() => void) | undefined;
  /** Notified while none waited: the next wait ends at once. */
  let isNotified = false;
  const notify = (): void => {
    if (wake === undefined) isNotified = true;
    else wake();
  };
  signal.addEventListener('abort', notify, { once: true });
  return {
    notify,
    /** For `ms`, or without it until notified; not at all once the signal has aborted. */
    wait: (ms?: number): Promise<void> =>
      new Promise((resolve) => {
        if (isNotified || signal.aborted) {
          isNotified = false;
          return resolve();
        }
        const timer = ms === undefined ? undefined : setTimeout(() => wake?.(), ms);
        wake = () => {
          clearTimeout(timer);
          wake = undefined;
          resolve();
        };
      }),
  };
};
