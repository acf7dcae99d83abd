/** A stretch of which readings may be on their way: those that are held lie before and after it. */
export interface Awaited {
  /** The next reading is due from here on, ms. */
  readonly from: number;
  /** The first one after the stretch, ms. */
  readonly until: number;
  /** How often readings come, ms. */
  readonly stepMs: number;
}

/** A reading may come so much of a step late. */
const LATE = 0.5;

/** What is awaited between two readings that are held; undefined where the second is the next one. */
export const awaitedBetween = (before: number, after: number, stepMs: number): Awaited | undefined =>
  after - before <= (1 + LATE) * stepMs ? undefined : { from: before + stepMs, until: after, stepMs };

/**
 * What is awaited still.
 *
 * @param at the times of the readings from `awaited.from` on, in order
 */
export const awaitedAfter = ({ from, until, stepMs }: Awaited, at: Iterable<number>): Awaited | undefined => {
  let last = from - stepMs;
  for (const time of at) {
    if (time - last > (1 + LATE) * stepMs) break;
    last = time;
    if (last >= until) return undefined;
  }
  return last + stepMs > until ? undefined : { from: last + stepMs, until, stepMs };
};
