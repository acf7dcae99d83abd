import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isTick, tickTime } from './clock.ts';
import { isAbsence } from './file-error.ts';
import type { Layout } from './layout.ts';
import { discard, writeWhole } from './scratch.ts';

/** An object that is put and may not have been announced. Noted before it is put, removed once it is announced. */
const Pending = z.object({ key: z.string(), tick: z.string() });
export type Pending = z.infer<typeof Pending>;

const pathOf = (layout: Layout, tick: string): string => join(layout.pending, tick);

export const notePending = (layout: Layout, pending: Pending): Promise<void> =>
  writeWhole(layout, pathOf(layout, pending.tick), JSON.stringify(pending));

export const clearPending = (layout: Layout, { tick }: Pending): Promise<void> =>
  discard(pathOf(layout, tick));

/** In the order of the puts; only those older than so many milliseconds. */
export const listPending = async (layout: Layout, olderThanMs: number): Promise<Pending[]> => {
  const ticks = (await readdir(layout.pending)).filter(
    (name) => isTick(name) && Date.now() - tickTime(name).getTime() >= olderThanMs,
  );
  const found: Pending[] = [];
  for (const tick of ticks.sort()) {
    try {
      found.push(Pending.parse(JSON.parse(await readFile(pathOf(layout, tick), 'utf8'))));
    } catch (error) {
      // Announced since we looked.
      if (!isAbsence(error)) throw error;
    }
  }
  return found;
};
