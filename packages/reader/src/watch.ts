import { folderBytes } from './folder-bytes.ts';
import type { LimitName, ReadLimits } from './limits.ts';
import { memoryOf } from './memory.ts';
import { repeat } from './repeat.ts';

/** Half of what a process can fill in this time is far below any limit. */
const MEMORY_MS = process.platform === 'linux' ? 50 : 500;
const SCRATCH_MS = 1_000;

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
