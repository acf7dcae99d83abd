/** So many at once, the others in the order in which they came. */
export interface Places {
  /** Resolves when a place is free; rejects when the signal aborts first. Gives how to leave it. */
  readonly enter: (signal: AbortSignal | undefined) => Promise<() => void>;
  readonly taken: () => number;
}

export const createPlaces = (count: number): Places => {
  const waiting: (() => void)[] = [];
  let taken = 0;
  const leave = (): void => {
    const next = waiting.shift();
    // The place goes from one to the next.
    if (next === undefined) taken -= 1;
    else next();
  };
  return {
    taken: () => taken,
    enter: async (signal) => {
      signal?.throwIfAborted();
      if (taken < count) {
        taken += 1;
        return leave;
      }
      await new Promise<void>((resolve, reject) => {
        const turn = (): void => {
          signal?.removeEventListener('abort', gone);
          resolve();
        };
        const gone = (): void => {
          waiting.splice(waiting.indexOf(turn), 1);
          reject(signal?.reason);
        };
        waiting.push(turn);
        signal?.addEventListener('abort', gone, { once: true });
      });
      return leave;
    },
  };
};
