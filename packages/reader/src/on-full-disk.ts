import { statfs } from 'node:fs/promises';
import { TransientError } from '@wattline/errors';
import { folderBytes } from './folder-bytes.ts';
import { repeat } from './repeat.ts';

/** With less free, what a reader wrote may be cut, and an error says nothing about the file. */
const LEAST_FREE_BYTES = 8 * 2 ** 20;
const LOOK_MS = 100;

const freeBytes = async (folder: string): Promise<number> => {
  const disk = await statfs(folder).catch(() => undefined);
  return disk === undefined ? Number.POSITIVE_INFINITY : disk.bavail * disk.bsize;
};

/** Whether the disk of a folder was ever full while it was watched. */
export interface RoomWatch {
  /** The error of a reader, or where it had no room to work in, one that is tried again. */
  readonly judge: <Failed extends Error>(error: Failed, file: string) => Promise<Failed | TransientError>;
  readonly stop: () => void;
}

/** Watches the room on the disk of `folder` until it is stopped: a disk that was full may have room by now. */
export const watchRoom = (folder: string): RoomWatch => {
  let wasFull = false;
  /** Bytes of the folder itself, when the disk was full. */
  let own = 0;
  const look = async (): Promise<void> => {
    if ((await freeBytes(folder)) >= LEAST_FREE_BYTES) return;
    wasFull = true;
    own = Math.max(own, await folderBytes(folder));
  };
  const stop = repeat(LOOK_MS, look);
  return {
    stop,
    judge: async (error, file) => {
      await look();
      if (!wasFull) return error;
      const free = await freeBytes(folder);
      // It fills the disk by itself, each time: that counts as a failure, so that it has an end.
      if (own > LEAST_FREE_BYTES && own >= free)
        return new TransientError('READER_FAILED', `${file} needs more disk space than there is to be read`, {
          place: { file },
          remedy:
            'free disk space, move the data folder to a larger disk, or split the file; then replay the run',
          cause: error,
        });
      return new TransientError('ENOSPC', `the disk was full while ${file} was read`, {
        place: { file },
        remedy: 'free disk space, or move the data folder to a larger disk; the run goes on by itself',
        cause: error,
      });
    },
  };
};
