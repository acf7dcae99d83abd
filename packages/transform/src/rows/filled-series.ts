import { type Filling, fillSeries, type Series } from '@wattline/features';
import type { KeptSeries } from '../history/kept-series.ts';

/** The rows that are kept, with the values that all rows have. */
const keptOf = (all: Series, { series, indices }: KeptSeries, base: number): Series => ({
  ...series,
  columns: Object.fromEntries(
    Object.entries(all.columns).map(([name, cells]) => [
      name,
      indices.map((index) => cells[index - base] ?? Number.NaN),
    ]),
  ),
});

/**
 * What families see where gaps are filled: each looks at values as if they had been measured.
 *
 * @param how.isWhole whether rows that are kept have all columns already
 */
export const filledSeries = (
  series: Series,
  { fillings, isWhole }: { readonly fillings: readonly Filling[]; readonly isWhole: boolean },
  rows: { readonly from: number; readonly until: number; readonly base: number },
): { readonly all: Series; readonly keptOf: (kept: KeptSeries) => Series } => {
  if (isWhole) return { all: series, keptOf: (kept) => kept.series };
  const all =
    fillings.length === 0
      ? series
      : fillSeries(series, fillings, { from: rows.from, until: Math.max(0, rows.until) });
  return { all, keptOf: (kept) => keptOf(all, kept, rows.base) };
};
