interface Waiting {
  readonly alone: boolean;
  readonly open: () => void;
}

/** Lets tasks of one process run together, or one of them alone. */
export interface Gate {
  /**
   * Resolves once the caller may run, with the function that leaves. `alone` waits until no other is inside and keeps
   * everybody out. First come, first served. Rejects with the signal's reason once it aborts.
   */
  enter(alone: boolean, signal: AbortSignal): Promise<() => void>;
  /** Aborts as soon as one asks to run alone; a new one once none does. */
  readonly shared: AbortSignal;
}

export const createGate = (): Gate => {
  let inside = 0;
  let isAlone = false;
  let waiting: Waiting[] = [];
  let shared = new AbortController();

  const admit = (): void => {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      if (isAlone || (next.alone && inside > 0)) return;
      waiting = waiting.slice(1);
      inside += 1;
      isAlone = next.alone;
      next.open();
    }
  };

  const changed = (): void => {
    admit();
    const isClosed = isAlone || waiting.some(({ alone }) => alone);
    if (isClosed) shared.abort();
    else if (shared.signal.aborted) shared = new AbortController();
  };

  const leaveOnce = (alone: boolean) => {
    let left = false;
    return (): void => {
      if (left) return;
      left = true;
      inside -= 1;
      if (alone) isAlone = false;
      changed();
    };
  };

  return {
    enter: (alone, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const giveUp = (): void => {
          waiting = waiting.filter((other) => other !== one);
          changed();
          reject(signal.reason);
        };
        const one: Waiting = {
          alone,
          open: () => {
            signal.removeEventListener('abort', giveUp);
            resolve(leaveOnce(alone));
          },
        };
        signal.addEventListener('abort', giveUp, { once: true });
        waiting = [...waiting, one];
        changed();
      }),
    get shared() {
      return shared.signal;
    },
  };
};
