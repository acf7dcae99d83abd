import type { Spec } from '@wattline/spec';
import { contentOf, type Fault, type PlacedRow } from './rows.ts';

/** Rows of which each time of an entity has one, and what became of the others. */
export interface Deduplicated {
  readonly rows: readonly PlacedRow[];
  readonly exactDuplicates: number;
  readonly faults: readonly Fault[];
}

const instant = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');

/** Whether each row is later than those of its entity before: none has the time of another. */
const areApart = (rows: readonly PlacedRow[]): boolean => {
  const newest = new Map<string, number>();
  for (const { entity, at } of rows) {
    if (!(at > (newest.get(entity) ?? Number.NEGATIVE_INFINITY))) return false;
    newest.set(entity, at);
  }
  return true;
};

/**
 * Settles readings of one entity and time: equal ones count once; of different ones the spec's policy takes the last or
 * the first as they were given, or none.
 */
export const deduplicate = (
  rows: readonly PlacedRow[],
  conflicts: Spec['quarantine']['conflicts'],
  { timeName, hasTimes }: { readonly timeName: string; readonly hasTimes: boolean },
): Deduplicated => {
  if (areApart(rows)) return { rows, exactDuplicates: 0, faults: [] };
  const byKey = Map.groupBy(rows, ({ entity, at }) => `${at} ${entity}`);
  if (byKey.size === rows.length) return { rows, exactDuplicates: 0, faults: [] };
  const kept: PlacedRow[] = [];
  const faults: Fault[] = [];
  let exactDuplicates = 0;
  for (const some of byKey.values()) {
    const inOrder = conflicts === 'first' ? some : some.toReversed();
    const distinct = [...new Map(inOrder.toReversed().map((row) => [contentOf(row), row])).values()];
    exactDuplicates += some.length - distinct.length;
    const [winner] = inOrder;
    const isSettled = conflicts !== 'quarantine' || distinct.length === 1;
    if (winner !== undefined && isSettled) kept.push(winner);
    for (const { line, at, entity } of distinct) {
      if (isSettled && line === winner?.line) continue;
      const code = isSettled ? 'CONFLICT_REPLACED' : 'CONFLICT';
      faults.push({ line, column: timeName, value: hasTimes ? instant(at) : entity, code });
    }
  }
  return { rows: kept, exactDuplicates, faults };
};
