import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '@wattline/errors';

export interface Scratch {
  readonly folder: string;
  close(): Promise<void>;
}

/** A folder that stays, for stores that move files out of it. */
export const keepScratch = async (folder: string): Promise<Scratch> => {
  await mkdir(folder, { recursive: true });
  return { folder, close: async () => {} };
};

/** A folder that no other process has, below one that many may share; it goes when it is closed. */
export const makeScratch = async (below: string): Promise<Scratch> => {
  try {
    const folder = await mkdtemp(join(below, 'wattline-'));
    return { folder, close: () => rm(folder, { recursive: true, force: true }) };
  } catch (cause) {
    throw new UsageError('SCRATCH_UNUSABLE', `no folder can be made in ${below}: ${String(cause)}`, {
      place: { file: below },
      remedy: 'set WATTLINE_SCRATCH to a folder that this user can write to',
      cause,
    });
  }
};
