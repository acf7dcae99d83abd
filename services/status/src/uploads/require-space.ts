import type { DiskSpace } from '@wattline/bootstrap';
import { RequestProblem } from '@wattline/http';

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

/** The staging store keeps an upload twice: as a version, and as the file that people see. */
const COPIES = 2;

/**
 * Throws RequestProblem 507 if the disk is short of space, or would be with a file of so many bytes.
 * Only a request that says its length is known to be too large.
 */
export const requireSpace = async (
  readDisk: () => Promise<DiskSpace>,
  minFreeBytes: number,
  bytes = 0,
): Promise<void> => {
  const { freeBytes } = await readDisk();
  const wanted = minFreeBytes + COPIES * bytes;
  if (freeBytes >= wanted) return;
  throw new RequestProblem(
    507,
    'DISK_FULL',
    `the disk has ${gigabytes(freeBytes)} free; this upload needs ${gigabytes(wanted)}`,
    {
      remedy:
        'free disk space, or move the data folder to a larger disk, then send the file again; WATTLINE_MIN_FREE_BYTES is what has to stay free',
    },
  );
};
