import { consume } from './consume.ts';
import { type DeliverOptions, deliver } from './deliver.ts';
import { createGate } from './gate.ts';
import { createOneAtATime } from './one-at-a-time.ts';

export interface WorkerOptions extends Omit<DeliverOptions, 'gate' | 'perTask'> {
  /** How many messages are in flight at once. */
  readonly slots: number;
  /** How long a stopping worker may take to finish what is in flight. */
  readonly graceMs: number;
}

/** Runs one stage on its queue until `signal` aborts; then finishes what is in flight within the grace time. */
export const runWorker = async (options: WorkerOptions, signal: AbortSignal): Promise<void> => {
  const gate = createGate();
  const perTask = createOneAtATime();
  await consume(
    {
      ...options,
      mayReceive: () => gate.shared,
      handle: (message, stop) => deliver({ ...options, gate, perTask }, message, stop),
    },
    signal,
  );
};
