export interface SingleFlight<Result> {
  (key: string): Promise<Result>;
  /** Resolves when the work for the key that is under way now is over, well or not. */
  landed(key: string): Promise<unknown>;
}

/**
 * Runs `work` at most once at a time for a key. Calls during a run share the next one: what they ask about may have
 * changed since the present one began.
 */
export const singleFlight = <Result>(work: (key: string) => Promise<Result>): SingleFlight<Result> => {
  const underWay = new Map<string, Promise<Result>>();
  const next = new Map<string, Promise<Result>>();

  const begin = (key: string): Promise<Result> => {
    const one = work(key).finally(() => {
      if (underWay.get(key) === one) underWay.delete(key);
    });
    underWay.set(key, one);
    return one;
  };

  const landed = async (key: string): Promise<unknown> => underWay.get(key)?.catch(() => {});

  const fly = (key: string): Promise<Result> => {
    const waiting = next.get(key);
    if (waiting !== undefined) return waiting;
    if (!underWay.has(key)) return begin(key);
    const after = landed(key).then(() => {
      next.delete(key);
      return begin(key);
    });
    next.set(key, after);
    return after;
  };

  return Object.assign(fly, { landed });
};
