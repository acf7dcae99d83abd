import { stat } from 'node:fs/promises';
import { readDiskSpace } from '@wattline/bootstrap';
import { TransientError } from '@wattline/errors';
import { measured } from '../file-plan/measured.ts';

/** Files of less are worth no word. */
const TOLD_FROM_BYTES = 256e6;
/** The upload and its readings: no file takes less. */
const LEAST = 1.25;

const USUAL = measured.diskPerByte;

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

/**
 * What a run of so many bytes takes of a disk: a line for its user, where that is worth one. Throws where a large one cannot
 * fit; a small one finds out as soon.
 */
export const diskNeed = (bytes: number, freeBytes: number): string | undefined => {
  if (bytes < TOLD_FROM_BYTES) return undefined;
  const takes = `takes about ${gigabytes(USUAL * bytes)} of disk; ${gigabytes(freeBytes)} are free`;
  if (freeBytes < LEAST * bytes)
    throw new TransientError('DISK_FULL', `the run cannot fit on the disk: it ${takes}`, {
      remedy: 'free disk space, or name a folder on a larger disk: --data-dir DIR',
    });
  return freeBytes < USUAL * bytes ? `${takes}: it may not be enough` : takes;
};

/** The same for files that are there, and the disk of a folder. */
export const requireDisk = async (
  files: readonly string[],
  dataDir: string,
): Promise<ReturnType<typeof diskNeed>> => {
  // Whoever opens a file that is missing says so.
  const sizes = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const { freeBytes } = await readDiskSpace(dataDir, 0);
  return diskNeed(bytes, freeBytes);
};
