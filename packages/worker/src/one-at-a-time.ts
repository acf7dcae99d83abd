import { createGate, type Gate } from './gate.ts';

/** Lets one in at a time for each key, first come, first served. */
export interface OneAtATime {
  /** Resolves once nobody else is inside for this key, with the function that leaves. Rejects once `signal` aborts. */
  enter(key: string, signal: AbortSignal): Promise<() => void>;
}

export const createOneAtATime = (): OneAtATime => {
  const gates = new Map<string, Gate>();
  return {
    enter: async (key, signal) => {
      signal.throwIfAborted();
      const gate = gates.get(key) ?? createGate();
      gates.set(key, gate);
      const leave = await gate.enter(true, signal);
      return () => {
        leave();
        // Open for all: nobody is inside or waits.
        if (!gate.shared.aborted) gates.delete(key);
      };
    },
  };
};
