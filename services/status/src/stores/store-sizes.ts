import type { ObjectStore } from '@wattline/backend-contract';

interface StoreSize {
  readonly objects: number;
  readonly bytes: number;
  readonly countedAt: Date;
  /** False where counting stopped early. */
  readonly complete: boolean;
}

export interface StoreSizes {
  /** What was counted last; starts another count in the background if that is old. */
  of(store: ObjectStore): StoreSize | undefined;
  /** Until no count is under way. */
  settle(): Promise<void>;
}

/** Counting takes at most this part of the time. */
const LEAST_REST = 20;

/** Counts stores now and then, only while somebody asks, one at a time. */
export const createStoreSizes = (options: {
  readonly freshMs: number;
  readonly maxObjects: number;
  readonly now: () => Date;
  readonly onError: (store: string, error: unknown) => void;
  /** Ends a count that is under way. */
  readonly signal: AbortSignal;
}): StoreSizes => {
  const { freshMs, maxObjects, now, onError, signal } = options;
  const sizes = new Map<string, StoreSize>();
  const underWay = new Map<string, Promise<void>>();
  const restUntilMs = new Map<string, number>();
  let last: Promise<void> = Promise.resolve();

  const count = async (store: ObjectStore): Promise<void> => {
    const startedAt = performance.now();
    let objects = 0;
    let bytes = 0;
    let complete = true;
    for await (const info of store.list('')) {
      if (signal.aborted) return;
      if (objects >= maxObjects) {
        complete = false;
        break;
      }
      objects += 1;
      bytes += info.bytes;
    }
    const countedAt = now();
    const tookMs = performance.now() - startedAt;
    restUntilMs.set(store.name, countedAt.getTime() + Math.max(freshMs, LEAST_REST * tookMs));
    sizes.set(store.name, { objects, bytes, countedAt, complete });
  };

  const begin = (store: ObjectStore): void => {
    if (underWay.has(store.name)) return;
    last = last
      .then(() => count(store))
      .catch((error: unknown) => onError(store.name, error))
      .finally(() => underWay.delete(store.name));
    underWay.set(store.name, last);
  };

  return {
    of: (store) => {
      if (now().getTime() >= (restUntilMs.get(store.name) ?? 0)) begin(store);
      return sizes.get(store.name);
    },
    settle: async () => {
      await Promise.all(underWay.values());
    },
  };
};
