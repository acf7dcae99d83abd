import { LRUCache } from 'lru-cache';

/** Results of calls by key, the `max` used last. Calls during a call share it; a failed one is made again. */
export const createCallCache = <Value>(
  max: number,
): ((key: string, make: () => Promise<Value>) => Promise<Value>) => {
  const calls = new LRUCache<string, Promise<Value>>({ max });
  return (key, make) => {
    const known = calls.get(key);
    if (known !== undefined) return known;
    const call = make();
    calls.set(key, call);
    call.catch(() => {
      if (calls.peek(key) === call) calls.delete(key);
    });
    return call;
  };
};
