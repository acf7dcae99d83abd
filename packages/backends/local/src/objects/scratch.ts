import { randomBytes } from 'node:crypto';
import { readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { StorePaths } from './store-paths.ts';

const FORGOTTEN_MS = 24 * 3_600_000;
const host = encodeURIComponent(hostname());

/** A path for an unfinished write; its name says which process it belongs to. */
export const scratchPath = (paths: StorePaths): string =>
  join(paths.scratch, `${process.pid}.${randomBytes(8).toString('hex')}.${host}`);

/** Removes a file or folder, where there is one. */
export const discard = (path: string): Promise<void> => rm(path, { recursive: true, force: true });

/** Writes a small file so that readers see the old one or the new one. */
export const writeAtomically = async (paths: StorePaths, path: string, text: string): Promise<void> => {
  const scratch = scratchPath(paths);
  try {
    await writeFile(scratch, text, { flag: 'wx' });
    await rename(scratch, path);
  } catch (error) {
    await discard(scratch);
    throw error;
  }
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Any other error (no permission) means that the process exists.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
};

const isLeftOver = async (path: string, name: string): Promise<boolean> => {
  const [pid = '', , ...rest] = name.split('.');
  if (rest.join('.') === host && /^\d+$/.test(pid)) return !isAlive(Number(pid));
  // From another machine or container: go by its age.
  const stats = await stat(path).catch(() => undefined);
  return stats !== undefined && Date.now() - stats.mtimeMs > FORGOTTEN_MS;
};

/** Removes what killed processes left unfinished. */
export const sweepScratch = async (paths: StorePaths): Promise<void> => {
  for (const name of await readdir(paths.scratch)) {
    const path = join(paths.scratch, name);
    if (await isLeftOver(path, name)) await discard(path);
  }
};
