import { type Identity, isSame } from '../identity.ts';

/** How a file in the staging folder has been changing. Times in milliseconds on a clock that never goes back. */
export interface Settling {
  readonly identity: Identity;
  readonly changedAt: number;
  /** The longest time for which the file did not change before it grew further. */
  readonly longestPauseMs: number;
}

export interface SettlingTimes {
  readonly quietMs: number;
  /** For a file whose writer this process cannot see. */
  readonly unseenQuietMs: number;
  readonly emptyMs: number;
}

// A file that gets a line an hour is not waited for.
const LONGEST_WAIT_MS = 30_000;

const grew = (before: Identity, now: Identity): boolean =>
  before.ino === now.ino && before.bornNs === now.bornNs && before.bytes > 0 && now.bytes > before.bytes;

export const observe = (before: Settling | undefined, identity: Identity, now: number): Settling => {
  if (before === undefined) return { identity, changedAt: now, longestPauseMs: 0 };
  if (isSame(before.identity, identity)) return before;
  const pause = grew(before.identity, identity) ? now - before.changedAt : 0;
  return { identity, changedAt: now, longestPauseMs: Math.max(before.longestPauseMs, pause) };
};

/** When the file will have been unchanged for long enough: at least twice its longest pause. */
export const settledAt = (
  { identity, changedAt, longestPauseMs }: Settling,
  times: SettlingTimes,
  isWriterSeen: boolean,
): number => {
  const quietMs = isWriterSeen ? times.quietMs : times.unseenQuietMs;
  // Many programs make the file first and write it later.
  if (identity.bytes === 0) return changedAt + Math.max(quietMs, times.emptyMs);
  return changedAt + Math.max(quietMs, Math.min(2 * longestPauseMs, LONGEST_WAIT_MS));
};
