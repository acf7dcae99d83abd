import { setImmediate as nextTurn } from 'node:timers/promises';
import pl, { type DataFrame } from 'nodejs-polars';
import type { ValueProfile } from './profile.ts';

type Distribution = Pick<ValueProfile, 'quantiles' | 'histogram'>;

const bins = 30;

/** Linearly interpolated. */
const quantile = (sorted: Float64Array, p: number): number => {
  const at = p * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
};

/** How many values come before `bound`. */
const rank = (sorted: Float64Array, bound: number): number => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Number.NaN) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
};

const histogram = (sorted: Float64Array, from: number, to: number): number[] => {
  const inner = Array.from({ length: bins - 1 }, (_, i) =>
    rank(sorted, from + ((to - from) * (i + 1)) / bins),
  );
  const ranks = [0, ...inner, sorted.length];
  return ranks.slice(1).map((end, i) => end - (ranks[i] ?? 0));
};

/**
 * Quantiles and histogram of each column, by sorting it and looking at a few places.
 * @param extents each column's least and greatest value, which may lie outside a sample
 */
export const distributions = async (
  frame: DataFrame,
  columns: readonly string[],
  extents: readonly { readonly min: number; readonly max: number }[],
): Promise<Distribution[]> => {
  const found: Distribution[] = [];
  const ordered = await frame
    .lazy()
    .select(pl.col([...columns]).sort())
    .collect();
  for (const [i, name] of columns.entries()) {
    const column = ordered.getColumn(name);
    const nulls = column.nullCount();
    // Nulls come first.
    const sorted: unknown = column.slice(nulls, column.length - nulls).toTypedArray();
    const { min, max } = extents[i] ?? { min: Infinity, max: -Infinity };
    if (!(sorted instanceof Float64Array) || sorted.length === 0 || min > max) {
      found.push({ quantiles: null, histogram: null });
      continue;
    }
    const q = (p: number) => quantile(sorted, p);
    found.push({
      quantiles: {
        p01: q(0.01),
        p05: q(0.05),
        p25: q(0.25),
        p50: q(0.5),
        p75: q(0.75),
        p95: q(0.95),
        p99: q(0.99),
      },
      histogram: { from: min, to: max, counts: histogram(sorted, min, max) },
    });
    await nextTurn();
  }
  return found;
};
