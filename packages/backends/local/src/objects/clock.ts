import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbsence } from './file-error.ts';
import { withLock } from './lock.ts';
import { writeAtomically } from './scratch.ts';
import type { StorePaths } from './store-paths.ts';

const TICK = /^(\d{15})-(\d{6})$/;

export const isTick = (text: string): boolean => TICK.test(text);

const write = (ms: number, count: number): string =>
  `${String(ms).padStart(15, '0')}-${String(count).padStart(6, '0')}`;

const parse = (tick: string): { ms: number; count: number } => {
  const [, ms = '0', count = '0'] = TICK.exec(tick) ?? [];
  return { ms: Number(ms), count: Number(count) };
};

export const tickTime = (tick: string): Date => new Date(parse(tick).ms);

const after = (last: string, now: number): string => {
  const { ms, count } = parse(last);
  if (now > ms) return write(now, 0);
  return count < 999_999 ? write(ms, count + 1) : write(ms + 1, 0);
};

const readLast = async (paths: StorePaths): Promise<string> => {
  try {
    return (await readFile(paths.clock, 'utf8')).trim();
  } catch (error) {
    if (isAbsence(error)) return '';
    throw error;
  }
};

/**
 * Milliseconds since 1970 and a count, as text that sorts in the order in which it was asked for:
 * in all processes that use the store, within a millisecond, and when the system's clock is set back.
 */
export const nextTick = (paths: StorePaths): Promise<string> =>
  withLock(join(paths.locks, 'clock'), async () => {
    const tick = after(await readLast(paths), Date.now());
    await writeAtomically(paths, paths.clock, tick);
    return tick;
  });
