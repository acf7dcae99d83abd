import { statfs } from 'node:fs/promises';

/** `low`: warn. `short`: take nothing that needs room, so that what is in flight can end. */
export type DiskLevel = 'ok' | 'low' | 'short';

export interface DiskSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
  readonly level: DiskLevel;
}

const LOW_BYTES = 2_000_000_000;
const LOW_SHARE = 0.1;

const levelOf = (free: number, total: number, minFree: number): DiskLevel => {
  if (free < minFree) return 'short';
  return free < Math.max(2 * minFree, Math.min(LOW_BYTES, total * LOW_SHARE)) ? 'low' : 'ok';
};

/** The space on a folder's disk that this user can write to. It is `short` with less than `minFreeBytes` free. */
export const readDiskSpace = async (folder: string, minFreeBytes: number): Promise<DiskSpace> => {
  const { bavail, blocks, bsize } = await statfs(folder);
  const [freeBytes, totalBytes] = [bavail * bsize, blocks * bsize];
  return { freeBytes, totalBytes, level: levelOf(freeBytes, totalBytes, minFreeBytes) };
};
