/**
 * Runs `work` at most once at a time for a key. Calls during a run share the next one: what they ask about may have
 * changed since the present one began.
 */
export const singleFlight = <Result>(
  work: (key: string) => Promise<Result>,
): ((key: string) => Promise<Result>) => {
  const underWay = new Map<string, Promise<Result>>();
  const next = new Map<string, Promise<Result>>();
  const begin = (key: string): Promise<Result> => {
    const one = work(key).finally(() => {
      if (underWay.get(key) === one) underWay.delete(key);
    });
    underWay.set(key, one);
    return one;
  };
  return (key) => {
    const waiting = next.get(key);
    if (waiting !== undefined) return waiting;
    const now = underWay.get(key);
    if (now === undefined) return begin(key);
    const after = now
      .catch(() => {})
      .then(() => {
        next.delete(key);
        return begin(key);
      });
    next.set(key, after);
    return after;
  };
};
