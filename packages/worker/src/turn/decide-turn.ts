import type { RunEnd } from './run-end.ts';

/** What a run finds when it could begin to make its version. */
export interface TurnFacts {
  /** Its version is being made already: an attempt before began it. */
  readonly hasBegun: boolean;
  /** Asked for by somebody: its own version is wanted. */
  readonly isReplay: boolean;
  /** Runs whose versions have what this one brought, the newest first. */
  readonly later: readonly RunEnd[];
  /** Of the run whose version was begun last in this dataset, if that is not long ago. */
  readonly making: RunEnd | undefined;
  /** Uploads that were there before that version was begun are still to join. */
  readonly awaits: boolean;
}

export type Turn = 'begin' | 'wait' | 'superseded';

/** How a run of another entry that is so far bears on one that waits. */
const bearing = {
  joining: { supersedes: false, isMade: true },
  'going-on': { supersedes: true, isMade: true },
  sealed: { supersedes: true, isMade: false },
  ended: { supersedes: false, isMade: false },
} as const satisfies Readonly<Record<RunEnd, { readonly supersedes: boolean; readonly isMade: boolean }>>;

/** Whether one run takes the place of those that its version has all of. */
export const canSupersede = (end: RunEnd): boolean => bearing[end].supersedes;

/** Whether its version is being made, or is to be. */
export const isMade = (end: RunEnd): boolean => bearing[end].isMade;

/** One version of a dataset is made at a time, by the newest run that waits: it has what the others brought. */
export const decideTurn = ({ hasBegun, isReplay, later, making, awaits }: TurnFacts): Turn => {
  if (hasBegun) return 'begin';
  if (!isReplay && later.some(canSupersede)) return 'superseded';
  if (making !== undefined && isMade(making)) return 'wait';
  return awaits && !isReplay ? 'wait' : 'begin';
};
