import { setTimeout as sleep } from 'node:timers/promises';
import type { DiskSpace } from '@wattline/bootstrap';
import { isOutOfSpace } from '@wattline/errors';
import { bytesText } from '../text/numbers.ts';

interface Options {
  readonly read: () => Promise<DiskSpace>;
  readonly log: (text: string) => void;
  readonly signal: AbortSignal;
  readonly everyMs?: number;
}

/** Tries `work` again while it fails because the disk is full, until `signal` aborts. Other errors are thrown. */
export const whenThereIsRoom = async <Result>(
  work: () => Promise<Result>,
  { read, log, signal, everyMs = 1_000 }: Options,
): Promise<Result> => {
  for (let isFirst = true; ; isFirst = false) {
    try {
      return await work();
    } catch (error) {
      // SQLite reports a disk without room for its log as a fault of the disk.
      const { level, freeBytes } = await read();
      if (signal.aborted || !(isOutOfSpace(error) || level === 'short')) throw error;
      if (isFirst)
        log(`the disk is full (${bytesText(freeBytes)} free): wattline up starts once there is room`);
      await sleep(everyMs, undefined, { signal }).catch(() => {});
    }
  }
};
