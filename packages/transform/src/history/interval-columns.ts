/** Numbers of intervals, column by column, from some interval on; NaN where there is none. */
export interface IntervalColumns {
  /** The interval of row 0. */
  readonly base: () => number;
  readonly columns: Readonly<Record<string, Float64Array>>;
  /** Of the column at a place among the names. */
  readonly set: (place: number, index: number, value: number) => void;
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
  let inOrder = names.map((_, i) => begun?.columns[i] ?? new Float64Array(0));
  const columns: Record<string, Float64Array> = {};
  const name = (): void => {
    for (let i = 0; i < names.length; i += 1) columns[names[i] ?? ''] = inOrder[i] ?? new Float64Array(0);
  };
  name();
  return {
    base: () => base,
    columns,
    set: (place, index, value) => {
      const cells = inOrder[place];
      if (cells !== undefined) cells[index - base] = value;
    },
    get: (column, index) => columns[column]?.[index - base] ?? Number.NaN,
    reserve: (from, to, keepFrom) => {
      if (size > 0 && from >= base && to < base + size) return;
      const first = size === 0 ? from : Math.min(from, Math.max(base, keepFrom));
      const last = size === 0 ? to : Math.max(to, base + size - 1);
      const room = last - first + 1 + Math.max(MORE, (last - first) >> 2);
      const all = new Float64Array(room * names.length).fill(Number.NaN);
      inOrder = inOrder.map((before, i) => {
        const cells = all.subarray(i * room, (i + 1) * room);
        if (size > 0) cells.set(before.subarray(Math.max(0, first - base), size), Math.max(0, base - first));
        return cells;
      });
      name();
      base = first;
      size = room;
    },
  };
};
