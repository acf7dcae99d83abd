import { randomBytes } from 'node:crypto';

/** One thing that changed. `id` grows in the order of publishing. */
export interface LiveEvent {
  readonly id: string;
  readonly type: 'run.changed' | 'pipeline.changed';
  /** JSON. */
  readonly data: string;
}

export interface Listener {
  /** Waits for events; none if `waitMs` passed without any, undefined if this listener was dropped. */
  next(waitMs: number): Promise<readonly LiveEvent[] | undefined>;
  close(): void;
}

export interface Listeners {
  publish(type: LiveEvent['type'], data: string): void;
  /** `current`: what a listener gets first that is new, or has missed more than is remembered. */
  add(after: string | undefined, current: () => readonly Omit<LiveEvent, 'id'>[]): Listener | undefined;
  readonly size: number;
  closeAll(): void;
}

interface Limits {
  /** Events kept for listeners that return. */
  readonly remembered?: number;
  /** Events that may wait for one listener: beyond them it is dropped, and may come back with the last id it has. */
  readonly waiting?: number;
  readonly listeners?: number;
}

const AT_ONCE = 50;

/** Publishes events to any number of listeners, each at its own pace, in bounded memory. */
export const createListeners = ({
  remembered = 2_000,
  waiting = 2_000,
  listeners: maxListeners = 1_000,
}: Limits = {}): Listeners => {
  // Ids of an earlier process are not mistaken for this one's.
  const epoch = randomBytes(6).toString('hex');
  let published = 0;
  const memory: LiveEvent[] = [];
  const all = new Set<{ push(events: readonly LiveEvent[]): void; close(): void }>();

  const numbered = (event: Omit<LiveEvent, 'id'>, number: number): LiveEvent => ({
    id: `${epoch}-${number}`,
    ...event,
  });

  /** What came after an id; undefined if that is forgotten. */
  const since = (after: string): readonly LiveEvent[] | undefined => {
    const [of, number] = after.split('-');
    const missed = published - Number(number);
    if (of !== epoch || !Number.isInteger(missed) || missed < 0 || missed > memory.length) return undefined;
    return missed === 0 ? [] : memory.slice(-missed);
  };

  const open = (first: readonly LiveEvent[]): Listener => {
    let pending: LiveEvent[] = [...first];
    let isOpen = true;
    let wake: (() => void) | undefined;
    const own = {
      push: (events: readonly LiveEvent[]): void => {
        if (pending.length + events.length > waiting) own.close();
        else {
          pending.push(...events);
          wake?.();
        }
      },
      close: (): void => {
        isOpen = false;
        pending = [];
        all.delete(own);
        wake?.();
      },
    };
    all.add(own);
    return {
      close: own.close,
      next: async (waitMs) => {
        if (isOpen && pending.length === 0) {
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, waitMs);
            wake = () => {
              clearTimeout(timer);
              resolve();
            };
          });
          wake = undefined;
        }
        if (!isOpen) return undefined;
        // Few at a time: what is on its way to a slow reader is a copy of its own.
        return pending.splice(0, AT_ONCE);
      },
    };
  };

  return {
    publish: (type, data) => {
      published += 1;
      const event = numbered({ type, data }, published);
      memory.push(event);
      if (memory.length > remembered) memory.splice(0, memory.length - remembered);
      for (const listener of [...all]) listener.push([event]);
    },
    add: (after, current) => {
      if (all.size >= maxListeners) return undefined;
      const missed = after === undefined ? undefined : since(after);
      return open(missed ?? current().map((event) => numbered(event, published)));
    },
    get size() {
      return all.size;
    },
    closeAll: () => {
      for (const listener of [...all]) listener.close();
    },
  };
};
