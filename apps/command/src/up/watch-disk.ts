import { setTimeout as sleep } from 'node:timers/promises';
import type { DiskLevel, DiskSpace } from '@wattline/bootstrap';
import { bytesText } from '../text/numbers.ts';

interface Options {
  readonly read: () => Promise<DiskSpace>;
  readonly log: (text: string) => void;
  readonly signal: AbortSignal;
  readonly everyMs?: number;
}

const message: Record<DiskLevel, (free: string) => string> = {
  ok: (free) => `there is room on the disk again (${free} free): uploads are taken, work goes on`,
  low: (free) => `the disk is nearly full (${free} free): free some space, or move the data folder`,
  short: (free) =>
    `the disk is full (${free} free): uploads are refused and no work begins until there is room again`,
};

/** Prints how the disk's space changes until `signal` aborts; nothing while there is enough. */
export const watchDisk = async ({ read, log, signal, everyMs = 1_000 }: Options): Promise<void> => {
  let known: DiskLevel = 'ok';
  while (!signal.aborted) {
    const space = await read().catch(() => undefined);
    if (space !== undefined && space.level !== known) {
      known = space.level;
      log(message[known](bytesText(space.freeBytes)));
    }
    await sleep(everyMs, undefined, { signal }).catch(() => {});
  }
};
