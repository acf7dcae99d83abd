import { sum } from '../sum.ts';

/** How often each pair of bins occurs: a row for each bin of the one, a column for each of the other. */
export type Contingency = readonly (readonly number[])[];

/**
 * Mutual information of two columns, in nats: Σ p(x, y) · ln(p(x, y) / (p(x) · p(y))) over bins, less
 * (bins of x − 1)(bins of y − 1) / 2n, by which counts of n pairs overrate it on average (Miller and Madow); 0 at least.
 */
export const mutualInformation = (pairs: Contingency): number => {
  const ofX = pairs.map(sum);
  const ofY = (pairs[0] ?? []).map((_, y) => sum(pairs.map((row) => row[y] ?? 0)));
  const all = sum(ofX);
  if (all === 0) return 0;
  let nats = 0;
  for (const [x, row] of pairs.entries())
    for (const [y, count] of row.entries())
      if (count > 0) nats += (count / all) * Math.log((count * all) / ((ofX[x] ?? 0) * (ofY[y] ?? 0)));
  const bins = (counts: readonly number[]): number => counts.filter((count) => count > 0).length;
  return Math.max(0, nats - ((bins(ofX) - 1) * (bins(ofY) - 1)) / (2 * all));
};
