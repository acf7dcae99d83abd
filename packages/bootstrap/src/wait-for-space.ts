import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@wattline/worker';
import type { DiskSpace } from './disk-space.ts';

interface Options {
  readonly read: () => Promise<DiskSpace>;
  readonly log: Pick<Logger, 'warn' | 'info'>;
  readonly pollMs?: number;
}

/** A wait that resolves at once while there is space; while it is short, once there is some again, or `signal` aborts. */
export const createSpaceWait =
  ({ read, log, pollMs = 1_000 }: Options) =>
  async (signal: AbortSignal): Promise<void> => {
    // A disk that cannot be asked is no reason to stop.
    const isShort = async (): Promise<DiskSpace | undefined> => {
      const space = await read().catch(() => undefined);
      return space?.level === 'short' ? space : undefined;
    };
    const short = await isShort();
    if (short === undefined) return;
    log.warn({ freeBytes: short.freeBytes }, 'disk space is short: no work begins until there is room');
    do await sleep(pollMs, undefined, { signal }).catch(() => {});
    while (!signal.aborted && (await isShort()) !== undefined);
    if (!signal.aborted) log.info('there is room on the disk again: work goes on');
  };
