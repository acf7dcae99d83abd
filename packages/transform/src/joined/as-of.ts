import { durationMs } from '@wattline/features';
import type { AwaitedIntervals } from '../history/entity-history.ts';
import type { HistoryKit } from '../history/kit.ts';
import type { EntityColumn, RowLookup } from './row-lookup.ts';

/** Intervals, both within. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
}

/** What of a joined column is known: of intervals from `from` on, before `until`. */
export interface KnownIntervals {
  readonly from: number;
  readonly until: number;
  readonly awaited: AwaitedIntervals | undefined;
}

/** A column of another dataset's rows, as of this one's intervals. */
export interface AsOf {
  /** Of an interval; NaN where there is none. */
  readonly valueAt: (index: number) => number;
  readonly known: KnownIntervals;
}

/** Which rows of another dataset belong to an interval: of those from `from` until `until`, both within, the last. */
interface Match {
  readonly of: (index: number) => Stretch;
  /** The first interval of a stretch whose `until` is this row or later; one after the stretch where there is none. */
  readonly firstOf: (row: number, stretch: Stretch) => number;
}

const matchOf = (
  { calendar }: HistoryKit,
  known: 'past' | 'future',
  withinMs: number,
  rows: RowLookup,
): Match => {
  /** The first row that begins at an instant or later. */
  const ceilOf = (at: number): number => {
    const row = rows.indexOf(at);
    return rows.startOf(row) === at ? row : row + 1;
  };
  const of = (index: number): Stretch => {
    if (known === 'future') {
      const at = calendar.startOf(index);
      return { from: ceilOf(at - withinMs), until: rows.indexOf(at) };
    }
    // A row is available where the next one begins, and what it takes from there.
    const at = calendar.startOf(index + 1) - rows.availableAfter;
    return { from: ceilOf(at - withinMs) - 1, until: rows.indexOf(at) - 1 };
  };
  return {
    of,
    firstOf: (row, { from, until }) => {
      if (!Number.isFinite(row)) return row;
      let [low, high] = [from, until + 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (of(middle).until >= row) high = middle;
        else low = middle + 1;
      }
      // Of intervals before the stretch nobody asks.
      return low === from ? Number.NEGATIVE_INFINITY : low;
    },
  };
};

/** Columns as of intervals. */
export const createAsOf = (
  kit: HistoryKit,
  known: 'past' | 'future',
  within: string,
  rows: RowLookup,
): ((column: EntityColumn, stretch: Stretch) => AsOf) => {
  const match = matchOf(kit, known, durationMs(within), rows);
  return (column, stretch) => {
    const first = (row: number): number => match.firstOf(row, stretch);
    const { awaited } = column;
    return {
      valueAt: (index) => {
        const { from, until } = match.of(index);
        const row = column.lastRow(from, until);
        return row === undefined ? Number.NaN : column.valueAt(row);
      },
      known: {
        from: first(column.heldFrom),
        until: first(column.openFrom),
        awaited: awaited && {
          from: first(awaited.from),
          until: first(awaited.until),
          nothing: { from: first(awaited.nothing.from), until: first(awaited.nothing.until) },
        },
      },
    };
  };
};
