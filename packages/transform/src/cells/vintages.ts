import { durationMs } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import type { PlacedRow } from './rows.ts';

const keyOf = ({ entity, at }: PlacedRow): string => `${at} ${entity}`;

/**
 * Of the readings that were issued for one series and time, those of the vintage that the spec chooses; and how many
 * others there were. A reading that does not say when it was issued counts.
 */
export const chooseVintages = (
  rows: readonly PlacedRow[],
  { issued, vintage = 'latest' }: Spec['time'],
): { readonly rows: readonly PlacedRow[]; readonly others: number } => {
  if (issued === undefined) return { rows, others: 0 };
  const lead = typeof vintage === 'object' ? durationMs(vintage.lead) : Number.NEGATIVE_INFINITY;
  const chosen = new Map<string, number>();
  for (const row of rows) {
    if (row.issued === undefined || row.issued > row.at - lead) continue;
    const key = keyOf(row);
    const before = chosen.get(key) ?? row.issued;
    chosen.set(key, vintage === 'first' ? Math.min(before, row.issued) : Math.max(before, row.issued));
  }
  const kept = rows.filter((row) => row.issued === undefined || chosen.get(keyOf(row)) === row.issued);
  return { rows: kept, others: rows.length - kept.length };
};
