import { Worker } from 'node:worker_threads';

/** CPU time of this whole process so far, ms. */
export const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return Math.floor((user + system) / 1_000);
};

/** Of this process's CPU time, ms, in a shared Int32Array of one; 0: no limit now. */
let limit: Int32Array | undefined;

const watch = (): Int32Array => {
  const shared = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const thread = new Worker(new URL('./cpu-limit-thread.ts', import.meta.url), { workerData: shared });
  thread.unref();
  return shared;
};

/**
 * Kills this process once it has taken `ms` more of CPU time, even while its event loop is blocked: a busy machine, where
 * the same work takes longer, changes nothing. Gives how to lift the limit. One at a time.
 */
export const limitCpu = (ms: number): (() => void) => {
  limit ??= watch();
  const shared = limit;
  Atomics.store(shared, 0, cpuMs() + ms);
  return () => {
    Atomics.store(shared, 0, 0);
  };
};
