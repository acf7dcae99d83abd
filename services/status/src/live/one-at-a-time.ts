/**
 * Does `work` for a key so that at most one is under way for it. Who asks meanwhile gets the one that begins afterwards,
 * together with all others who do: what they asked about may have changed since the first began.
 */
export const oneAtATime = <Result>(
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
