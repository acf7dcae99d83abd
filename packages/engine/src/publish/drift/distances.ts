import { sum } from '../sum.ts';

/** What an empty bin counts as, so that it has a logarithm. */
const LEAST_SHARE = 1e-4;

/** Of two distributions over the same bins, each with a value at least. */
export interface Distances {
  /** Population stability index: Σ (a − e) · ln(a / e) over shares, of which the least is 0.0001. */
  readonly psi: number;
  /** Kolmogorov–Smirnov: the most by which the shares of values up to an edge differ. */
  readonly ks: number;
}

/** How far counts are from those that were expected. */
export const distances = (expected: readonly number[], actual: readonly number[]): Distances => {
  const [allExpected, allActual] = [sum(expected), sum(actual)];
  let [psi, ks, upToExpected, upToActual] = [0, 0, 0, 0];
  for (const [bin, count] of expected.entries()) {
    const [e, a] = [count / allExpected, (actual[bin] ?? 0) / allActual];
    const [e1, a1] = [Math.max(e, LEAST_SHARE), Math.max(a, LEAST_SHARE)];
    psi += (a1 - e1) * Math.log(a1 / e1);
    upToExpected += count;
    upToActual += actual[bin] ?? 0;
    ks = Math.max(ks, Math.abs(upToExpected / allExpected - upToActual / allActual));
  }
  return { psi, ks };
};
