import { folderBytes } from './folder-bytes.ts';
import type { LimitName, ReadLimits } from './limits.ts';
import { memoryOf } from './memory.ts';

/** Half of what a process can fill in this time is far below any limit. */
const MEMORY_MS = process.platform === 'linux' ? 50 : 500;
const SCRATCH_MS = 500;

/** Calls `look` again and again, each time after the last one ended. */
const repeat = (ms: number, look: () => Promise<void>): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const next = (): void => {
    if (!stopped) timer = setTimeout(() => void look().finally(next), ms);
  };
  next();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
};

/** Watches what a process takes, and names the first limit that it passes. Gives how to stop watching. */
export const watchLimits = (options: {
  readonly pid: number;
  readonly folder: string;
  readonly limits: ReadLimits;
  readonly passed: (limit: LimitName) => void;
}): (() => void) => {
  const { pid, folder, limits, passed } = options;
  const time = setTimeout(() => passed('timeMs'), limits.timeMs);
  const stopMemory = repeat(MEMORY_MS, async () => {
    if (((await memoryOf(pid)) ?? 0) > limits.memoryBytes) passed('memoryBytes');
  });
  const stopScratch = repeat(SCRATCH_MS, async () => {
    if ((await folderBytes(folder)) > limits.scratchBytes) passed('scratchBytes');
  });
  return () => {
    clearTimeout(time);
    stopMemory();
    stopScratch();
  };
};
