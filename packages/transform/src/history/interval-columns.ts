/** Numbers of intervals, column by column, from some interval on; NaN where there is none. */
export interface IntervalColumns {
  /** The interval of row 0. */
  readonly base: () => number;
  readonly columns: Readonly<Record<string, Float64Array>>;
  readonly set: (column: string, index: number, value: number) => void;
  readonly get: (column: string, index: number) => number;
  /** Makes room for the intervals from one to another, both within; those before `keepFrom` may be forgotten. */
  readonly reserve: (from: number, to: number, keepFrom: number) => void;
}

/** Room for so many more rows at least, so that rows that come one by one seldom move all. */
const MORE = 64;

/** @param begun what there is already, and the interval of its first row */
export const createIntervalColumns = (
  names: readonly string[],
  begun?: { readonly base: number; readonly rows: number; readonly columns: readonly Float64Array[] },
): IntervalColumns => {
  let base = begun?.base ?? 0;
  let size = begun?.rows ?? 0;
  const columns: Record<string, Float64Array> = Object.fromEntries(
    names.map((name, i) => [name, begun?.columns[i] ?? new Float64Array(0)]),
  );
  return {
    base: () => base,
    columns,
    set: (column, index, value) => {
      const cells = columns[column];
      if (cells !== undefined) cells[index - base] = value;
    },
    get: (column, index) => columns[column]?.[index - base] ?? Number.NaN,
    reserve: (from, to, keepFrom) => {
      if (size > 0 && from >= base && to < base + size) return;
      const first = size === 0 ? from : Math.min(from, Math.max(base, keepFrom));
      const last = size === 0 ? to : Math.max(to, base + size - 1);
      const room = last - first + 1 + Math.max(MORE, (last - first) >> 2);
      for (const name of names) {
        const cells = new Float64Array(room).fill(Number.NaN);
        const before = columns[name];
        if (before !== undefined && size > 0) {
          const skipped = Math.max(0, first - base);
          cells.set(before.subarray(skipped, size), Math.max(0, base - first));
        }
        columns[name] = cells;
      }
      base = first;
      size = room;
    },
  };
};
