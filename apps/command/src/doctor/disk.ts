import { existsSync } from 'node:fs';
import { type DiskLevel, readConfig, readDiskSpace } from '@wattline/bootstrap';
import type { Finding } from '../text/findings.ts';
import { bytesText } from '../text/numbers.ts';

const status = { ok: 'ok', low: 'warning', short: 'missing' } as const satisfies Record<
  DiskLevel,
  Finding['status']
>;

export const diskFinding = (what: string, level: DiskLevel, freeBytes: number): Finding => {
  const found = `${bytesText(freeBytes)} free`;
  if (level === 'ok') return { what, status: status[level], found };
  return {
    what,
    status: status[level],
    found: level === 'short' ? `${found}: uploads are refused and no work begins` : found,
    remedy: 'free some, or move the data folder to a larger disk; a run needs about twice its file',
  };
};

/** The disk that `folder` is on, or would be. */
export const examineDisk = async (folder: string): Promise<Finding> => {
  const { minFreeBytes } = readConfig(process.env);
  const { level, freeBytes } = await readDiskSpace(existsSync(folder) ? folder : '.', minFreeBytes);
  return diskFinding('disk space', level, freeBytes);
};
