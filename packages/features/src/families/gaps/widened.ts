import type { FamilyColumn, UsedFamily } from '../../used-family.ts';
import { type Filling, reachOf } from './fillings.ts';

/** A family that is made of columns that are filled looks further back: by what they are filled with. */
export const widened = (family: UsedFamily, fillings: readonly Filling[], reachMs: number): UsedFamily => {
  if (fillings.length === 0 || family.key === 'gaps' || family.grain === 'calendar') return family;
  const reach = new Map<string, number>();
  for (const filling of fillings)
    reach.set(filling.source, Math.max(reach.get(filling.source) ?? 0, reachOf(filling)));
  const rowsOf = ({ sources }: FamilyColumn): number =>
    Math.max(0, ...sources.map((source) => reach.get(source) ?? 0));
  const rows = family.columns.map(rowsOf);
  if (rows.every((more) => more === 0)) return family;
  const columns = family.columns.map((column, i): FamilyColumn => {
    const { looksAt } = column;
    if (looksAt === undefined || rows[i] === 0) return column;
    return { ...column, looksAt: { ...looksAt, fromMs: looksAt.fromMs + reachMs } };
  });
  const lookback = family.lookback === 'unbounded' ? family.lookback : family.lookback + reachMs;
  if (family.grain === 'readings') return { ...family, columns, lookback };
  return {
    ...family,
    columns,
    lookback,
    rowsBack: () => {
      const own = family.rowsBack();
      return (series, row) =>
        own(series, row).map((one, i) => ({ from: one.from + (rows[i] ?? 0), until: one.until }));
    },
  };
};
