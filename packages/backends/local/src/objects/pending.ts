import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isTick, tickTime } from './clock.ts';
import { isAbsence } from './file-error.ts';
import { discard, writeAtomically } from './scratch.ts';
import type { StorePaths } from './store-paths.ts';

/** An object that is put and may not have been announced. Noted before it is put, removed once it is announced. */
const Pending = z.object({ key: z.string(), tick: z.string() });
export type Pending = z.infer<typeof Pending>;

const pathOf = (paths: StorePaths, tick: string): string => join(paths.pending, tick);

export const notePending = (paths: StorePaths, pending: Pending): Promise<void> =>
  writeAtomically(paths, pathOf(paths, pending.tick), JSON.stringify(pending));

export const clearPending = (paths: StorePaths, { tick }: Pending): Promise<void> =>
  discard(pathOf(paths, tick));

/** In the order of the puts; only those older than so many milliseconds. */
export const listPending = async (paths: StorePaths, olderThanMs: number): Promise<Pending[]> => {
  const ticks = (await readdir(paths.pending)).filter(
    (name) => isTick(name) && Date.now() - tickTime(name).getTime() >= olderThanMs,
  );
  const found: Pending[] = [];
  for (const tick of ticks.sort()) {
    try {
      found.push(Pending.parse(JSON.parse(await readFile(pathOf(paths, tick), 'utf8'))));
    } catch (error) {
      // Announced since we looked.
      if (!isAbsence(error)) throw error;
    }
  }
  return found;
};
