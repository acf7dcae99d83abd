import { cellAt, cellsOf, type Series } from '../online.ts';
import type { Parts, WindowSummary } from './summary.ts';

/** Windows of one column that end with the interval before a row. */
export interface OnlineWindows {
  /** Works them out for a row; until then, `parts` are of another. */
  readonly at: (series: Series, column: string, row: number) => void;
  readonly parts: Parts;
  /** Where the parts of the window of so many intervals begin. */
  readonly placeOf: (steps: number) => number;
}

interface Union {
  readonly later: number;
  readonly before: number;
  readonly to: number;
  readonly intervals: number;
}

/**
 * The summaries of a column over so many intervals before a row, put together as `windows` does it: from windows of
 * 1, 2, 4, … intervals, the nearest first. What several windows have in common is worked out once.
 */
export const onlineWindows = (summary: WindowSummary, steps: readonly number[]): OnlineWindows => {
  const width = summary.parts.length;
  let places = 0;
  const place = (): number => {
    places += 1;
    return (places - 1) * width;
  };
  /** Of single intervals, by how many rows before the row they are. */
  const leaves: { readonly back: number; readonly to: number }[] = [];
  const unions: Union[] = [];
  const known = new Map<string, number>();
  const united = (later: number, before: number, intervals: number): number => {
    const to = place();
    unions.push({ later, before, to, intervals });
    return to;
  };
  /** Of `size` intervals, a power of two, of which the last is `back + 1` rows before. */
  const doubled = (size: number, back: number): number => {
    const key = `${size} ${back}`;
    const there = known.get(key);
    if (there !== undefined) return there;
    if (size > 1) {
      const half = size / 2;
      const to = united(doubled(half, back), doubled(half, back + half), half);
      known.set(key, to);
      return to;
    }
    const to = place();
    leaves.push({ back: back + 1, to });
    known.set(key, to);
    return to;
  };
  const windowOf = (some: number): number => {
    let window: number | undefined;
    for (let size = 1; size <= some; size *= 2) {
      if (Math.floor(some / size) % 2 === 0) continue;
      const covered = some % size;
      const next = doubled(size, covered);
      window = window === undefined ? next : united(window, next, covered);
    }
    return window ?? 0;
  };
  const found = new Map([...new Set(steps)].map((some) => [some, windowOf(some)]));
  const parts = new Float64Array(Math.max(1, places) * width);
  const { of, united: unite } = summary.online;
  return {
    parts,
    placeOf: (some) => found.get(some) ?? 0,
    at: (series, column, row) => {
      const cells = cellsOf(series, column);
      for (const { back, to } of leaves) of(cellAt(series, cells, row - back), parts, to);
      for (const { later, before, to, intervals } of unions) unite(parts, later, before, to, intervals);
    },
  };
};
