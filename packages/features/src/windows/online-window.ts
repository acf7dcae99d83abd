import { cellAt, cellsOf, type Series } from '../online.ts';
import type { Parts, WindowSummary } from './summary.ts';

/** A column's values in the intervals before a row, the nearest first, NaN for none. */
export const readValuesBefore = (series: Series, column: string, row: number, to: Float64Array): void => {
  const cells = cellsOf(series, column);
  for (let i = 0; i < to.length; i += 1) to[i] = cellAt(series, cells, row - 1 - i);
};

/** Windows of one column that end with the interval before a row. */
export interface OnlineWindows {
  /** Works them out of the values before the row, `reach` of them; until then, `parts` are of another. */
  readonly of: (values: Float64Array) => void;
  readonly reach: number;
  readonly parts: Parts;
  /** Where the parts of the window of so many intervals begin. */
  readonly placeOf: (steps: number) => number;
}

/**
 * The summaries of a column over so many intervals before a row, put together as `windows` does it: from windows of
 * 1, 2, 4, … intervals, the nearest first. What several windows have in common is worked out once.
 */
export const onlineWindows = (summary: WindowSummary, steps: readonly number[]): OnlineWindows => {
  const width = summary.parts.length;
  const reach = Math.max(0, ...steps);
  // Single intervals come first.
  let places = reach;
  const unions: number[] = [];
  const known = new Map<string, number>();
  const united = (later: number, before: number, intervals: number): number => {
    const to = places * width;
    places += 1;
    unions.push(later, before, to, intervals);
    return to;
  };
  /** Of `size` intervals, a power of two, of which the last is `back + 1` rows before. */
  const doubled = (size: number, back: number): number => {
    if (size === 1) return back * width;
    const key = `${size} ${back}`;
    const half = size / 2;
    const to = known.get(key) ?? united(doubled(half, back), doubled(half, back + half), half);
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
  const all = Int32Array.from(unions);
  return {
    parts,
    reach,
    placeOf: (some) => found.get(some) ?? 0,
    of: (values) => {
      summary.online.of(values, parts);
      summary.online.united(parts, all);
    },
  };
};
