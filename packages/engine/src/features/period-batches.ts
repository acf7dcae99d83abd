import type { Period } from './periods.ts';

/** Consecutive periods of together at most `limit` rows, one at least: to be worked on at once. */
export const periodBatches = (
  periods: readonly Period[],
  rowsPerInterval: number,
  limit: number,
): Period[][] => {
  const batches: Period[][] = [];
  let held = Number.POSITIVE_INFINITY;
  for (const period of periods) {
    const rows = (period.last - period.first + 1) * rowsPerInterval;
    const batch = batches.at(-1);
    if (batch === undefined || held + rows > limit) {
      batches.push([period]);
      held = rows;
    } else {
      batch.push(period);
      held += rows;
    }
  }
  return batches;
};
