const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Steps that a person can name. */
const named = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((count) => count * DAY),
];

/** A name is worth so many times fewer points, and no more. */
const COARSEST = 4;

/**
 * The span of one point, where `spanMs` is to be about `points` of them: whole intervals, and one that has a name where
 * there is one. The interval itself where nothing needs thinning.
 */
export const seriesStepMs = (spanMs: number, points: number, intervalMs: number): number => {
  const least = spanMs / points;
  if (least <= intervalMs) return intervalMs;
  const nice = named.find((step) => step >= least && step <= COARSEST * least && step % intervalMs === 0);
  return nice ?? Math.ceil(least / intervalMs) * intervalMs;
};
