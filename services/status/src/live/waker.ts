/** A wait that others can end. */
export const createWaker = (signal: AbortSignal) => {
  let wake: (() => void) | undefined;
  /** Woken while nobody waited: the next wait ends at once. */
  let isWoken = false;
  const end = (): void => {
    if (wake === undefined) isWoken = true;
    else wake();
  };
  signal.addEventListener('abort', end, { once: true });
  return {
    wake: end,
    /** For `ms`, without it until woken; not at all once the signal has aborted. */
    wait: (ms?: number): Promise<void> =>
      new Promise((resolve) => {
        if (isWoken || signal.aborted) {
          isWoken = false;
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
