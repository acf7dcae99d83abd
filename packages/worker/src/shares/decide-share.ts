/** How the shares of a task stand. */
export interface Standing {
  readonly shares: number;
  readonly done: ReadonlySet<number>;
  /** Taken up by workers; since when this task has known. */
  readonly claimedMs: ReadonlyMap<number, number>;
  /** What the slowest share took so far that this task did; 0 before the first. */
  readonly longestMs: number;
}

export type ShareDecision =
  | { readonly type: 'finished' }
  | { readonly type: 'do'; readonly share: number }
  | { readonly type: 'wait'; readonly ms: number };

/** Whoever took up a share has so many times as long as one took here. */
const PATIENCE = 3;
const LEAST_PATIENCE_MS = 5_000;
const LOOK_MS = 200;
/** So many times as long as a look took, nobody looks again. */
const LOOK_SHARE = 10;
/** A look lists all that there is: of more shares it is made less often, for it costs by the thousand. */
const SHARES_A_LOOK = 100;

/**
 * What a task does next of its shares: the last that nobody is at, for workers take the first; what a worker should have
 * done by now; else it waits.
 */
export const decideShare = (standing: Standing, nowMs: number): ShareDecision => {
  const { shares, done, claimedMs, longestMs } = standing;
  const open = Array.from({ length: shares }, (_, share) => share).filter((share) => !done.has(share));
  if (open.length === 0) return { type: 'finished' };
  const free = open.findLast((share) => !claimedMs.has(share));
  if (free !== undefined) return { type: 'do', share: free };
  const patienceMs = Math.max(LEAST_PATIENCE_MS, PATIENCE * longestMs);
  const overdue = open.find((share) => (claimedMs.get(share) ?? 0) + patienceMs <= nowMs);
  return overdue === undefined ? { type: 'wait', ms: LOOK_MS } : { type: 'do', share: overdue };
};

/** How long a task does not look at what others did, after it looked: of thousands that takes longer than one of them. */
export const pauseAfterLookMs = ({ shares, tookMs }: { shares: number; tookMs: number }): number =>
  Math.max(LOOK_MS * Math.max(1, shares / SHARES_A_LOOK), LOOK_SHARE * tookMs);
